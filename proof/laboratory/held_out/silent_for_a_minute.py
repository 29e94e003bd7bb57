"""A connection is silent for 61 s, is used once more, and ends in peace; no reset."""

from bench import Bench
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["idle-timeout"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(1883))
    connection.exchange(40, 4)
    bench.silence(61)
    connection.exchange(40, 4)
    connection.finish()
