"""A slow SYN scan of six ports, each from a port of its own; one is open."""

import random

from bench import Bench
from recording import OTHER_PARTIAL
from segment import SYN, Segment

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["health-check"]


def run(bench: Bench) -> None:
    bench.listen(8002)
    tap = bench.tap_from_client()
    for port in (8005, 8001, 8003, 8002, 8004, 8000):
        source = bench.address_of((bench.client.address, bench.next_port()))
        target = bench.address_of((bench.server.address, port))
        tap.send(Segment(*source, *target, random.randrange(2**32), 0, SYN, 65535,
                         time_to_live=44, identification=54321))
        bench.silence(random.uniform(0.5, 1.5))
        if port == 8002:
            bench.reset_between(source, target, by="client", cause="scan", claims="client",
                                benign=True, lost_octets=0)
        else:
            bench.reset_between(source, target, by="server", cause="closed-port", claims="server",
                                lost_octets=0, also_right=("scan",))
