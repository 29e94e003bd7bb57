"""A server acknowledges the first part of an upload with an interim answer, reads all of the rest, and
its application aborts half a second later: no upload was refused."""

from bench import Bench
from ends import abort, receive

POINTS = ["client", "server"]
NEAR = ["unread-data", "injected", "data-after-close"]
HEAD = b"POST /film HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 20000\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.client.sendall(HEAD)
    receive(connection.server, len(HEAD))
    connection.server.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
    for _ in range(10):
        connection.client.sendall(b"q" * 2000)
        receive(connection.server, 2000)
    bench.silence(0.5)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0, situation="none")
