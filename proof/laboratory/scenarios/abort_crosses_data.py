"""The client's application aborts when it has read the first part of an answer; the second part is
under way then, and each of its segments gets an RST too."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange(100, 4000)
    bench.settle()
    connection.server.sendall(b"a" * 8000)
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=8000)
