"""Pipelined requests without timestamps, selective acknowledgments and window scaling, with Reno, on
a path whose delay varies so much that segments overtake each other; no reset."""

import random
from typing import List, Tuple

from bench import Bench
from ends import receive
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
REQUESTS, ANSWER = 6, 5000


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    return [(random.uniform(0, 0.008) if len(frame) > 200 else 0.0, frame)]


def run(bench: Bench) -> None:
    for host in (bench.client, bench.server):
        for name in ("timestamps", "sack", "window_scaling"):
            host.set(f"net.ipv4.tcp_{name}", 0)
        host.set("net.ipv4.tcp_congestion_control", "reno")
    connection = bench.connect(bench.listen(3128))
    for _ in range(REQUESTS):
        connection.client.sendall(b"q" * 90)
    for _ in range(REQUESTS):
        receive(connection.server, 90)
        connection.server.sendall(b"a" * ANSWER)
    receive(connection.client, REQUESTS * ANSWER)
    bench.silence(0.1)
    connection.finish()
