"""The server has closed its direction alone and goes on reading; then its
application aborts."""

import socket

from bench import Bench
from ends import abort, receive

NEAR = ["data-after-close", "after-close"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.server.shutdown(socket.SHUT_WR)
    for _ in range(3):
        connection.client.sendall(b"q" * 400)
        receive(connection.server, 400)
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
