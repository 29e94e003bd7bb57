"""The client does not read; the server's TCP_USER_TIMEOUT ends the connection in silence, and what
the client sends then is answered by an RST."""

import socket

from bench import Bench
from ends import fill


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 6000)
    fill(connection.server)
    bench.silence(12)
    connection.client.sendall(b"q" * 100)
    bench.reset(connection, by="server", cause="zero-window", claims="server",
                also_right=("half-open",),
                notes="the RST comes of what the client sends to a connection that is no more")
