"""The server's application chose another TTL for its socket, and forgot the
connection; the RST of its kernel has the usual TTL, and is nobody else's."""

import socket

from bench import Bench
from ends import forget

NEAR = ["injected"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.server.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 128)
    for _ in range(3):
        connection.exchange()
    bench.settle()
    forget(connection.server)
    connection.client.sendall(b"q" * 100)
    bench.reset(connection, by="server", cause="half-open", claims="server", lost_octets=100)
