"""Both applications abort at the same moment, and their RSTs cross."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["injected"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8087))
    connection.exchange()
    bench.settle()
    abort(connection.client)
    abort(connection.server)
    for end in ("client", "server"):
        bench.reset(connection, by=end, cause="application-abort", claims=end, seen_at=end,
                    lost_octets=0)
