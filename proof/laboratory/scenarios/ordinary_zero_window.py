"""Ordinary traffic with a slow reader: its window is 0 for a while; no reset."""

from bench import Bench
from ends import fill, read_all

POINTS = ["client", "server"]
NEAR = ["zero-window"]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    fill(connection.server)
    bench.silence(3)
    read_all(connection.client)
    connection.exchange()
    connection.finish()
