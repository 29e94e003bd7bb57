"""Ordinary traffic with keepalive: six probes, all answered; no reset."""

from bench import Bench
from ends import keep_alive

NEAR = ["keepalive-failure"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    keep_alive(connection.client, idle=1, interval=1, probes=3)
    bench.silence(6.5)
    connection.exchange()
    connection.finish()
