"""A server reads a request, and aborts before its kernel has acknowledged it: no octet is unread, and the
window is a little smaller than before."""

from bench import Bench
from ends import abort, receive

POINTS = ["client", "server"]
NEAR = ["unread-data", "injected"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.exchange()
    connection.client.sendall(b"q" * 700)
    receive(connection.server, 700)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
