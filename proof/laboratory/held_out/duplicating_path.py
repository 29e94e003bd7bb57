"""A path hands on every data segment twice, the second one 3 ms later; no reset."""

from typing import List, Tuple

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["retransmission-give-up"]


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    return [(0.0, frame), (0.003, frame)] if len(frame) > 200 else [(0.0, frame)]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(9000))
    for _ in range(4):
        connection.exchange(300, 6000)
    bench.settle()
    connection.finish()
