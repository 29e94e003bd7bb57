"""The server's application ends a connection with SO_LINGER and a time of 0; all was read."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["unread-data"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
