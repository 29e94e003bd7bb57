"""Ordinary traffic over a path that loses a tenth of the segments; no reset."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip lossy {
            chain forward {
                type filter hook forward priority 0;
                numgen random mod 100 < 10 drop
            }
        }""")
    listener = bench.listen(80)
    for _ in range(4):
        connection = bench.connect(listener)
        connection.exchange(500, 9000)
        connection.finish()
    bench.silence(3)
