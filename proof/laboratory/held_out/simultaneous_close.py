"""Both ends close at the same moment, and their FINs cross; no reset."""

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["data-after-close", "after-close"]


def run(bench: Bench) -> None:
    listener = bench.listen(5222)
    for _ in range(3):
        connection = bench.connect(listener)
        connection.exchange()
        bench.settle()
        connection.client.close()
        connection.server.close()
        bench.settle()
