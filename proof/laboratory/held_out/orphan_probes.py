"""The client does not read; the server closes with data and FIN still to send, and its kernel gives
up after 4 s (TCP_USER_TIMEOUT). When the client reads at last, its ACK meets nobody."""

import socket

from bench import Bench
from ends import expect_error, fill, receive_end

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(8082))
    connection.exchange()
    connection.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 4000)
    fill(connection.server)
    connection.server.close()
    bench.silence(9)
    expect_error(ConnectionResetError, receive_end, connection.client)
    bench.reset(connection, by="server", cause="zero-window", claims="server",
                also_right=("half-open",),
                notes="the RST comes of what the client sends to a connection that is no more")
