"""The path to the server breaks; the client's TCP_USER_TIMEOUT ends the connection in silence, and
the server, which still sends, gets an RST."""

import socket

from bench import Bench
from ends import expect_error, receive


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 10000)
    bench.break_path()
    connection.client.sendall(b"q" * 300)
    connection.client.settimeout(60)
    expect_error(TimeoutError, receive, connection.client, 1)
    bench.middle.clear_filter()
    connection.server.sendall(b"a" * 100)
    bench.reset(connection, by="client", cause="retransmission-give-up", claims="client",
                lost_octets=400, also_right=("half-open",))
