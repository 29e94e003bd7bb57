"""A load balancer sends a SYN every 2 s, and answers the SYN with ACK by an RST: a connection is
never made."""

import random

from bench import Bench
from host import Address
from segment import SYN, Segment

NEAR = ["scan"]


def run(bench: Bench) -> None:
    bench.listen(80)
    tap = bench.tap_from_client()
    server = Address(bench.server.address, 80)
    for _ in range(6):
        source = Address(bench.client.address, bench.next_port())
        tap.send(Segment(*source, *server, random.randrange(2**32), 0, SYN, 4380,
                         identification=random.randrange(1, 2**16)))
        bench.reset_between(source, server, by="client", cause="health-check", claims="client",
                            benign=True, lost_octets=0, also_right=("scan",))
        bench.silence(2)
