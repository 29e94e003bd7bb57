"""A scanner sends a lone FIN, a segment without flags, one with FIN, PSH and URG, and an ACK to closed
ports of a host, and to an open one, which stays silent to all but the ACK."""

import random

from bench import Bench
from host import Address
from recording import PARTIAL
from segment import ACK, FIN, PSH, Segment

POINTS = ["client", "server", *PARTIAL]
NEAR = ["half-open", "after-close", "data-after-close", "closed-port"]
URG = 0x20
PROBES = (FIN, 0, FIN | PSH | URG, ACK)
OPEN, CLOSED = 80, (23, 25, 110, 445)


def run(bench: Bench) -> None:
    bench.listen(OPEN)
    tap = bench.tap_from_client()
    for flags in PROBES:
        source = Address(bench.client.address, bench.next_port())
        for port in (OPEN, *CLOSED):
            acknowledgment = random.randrange(1, 2**32) if flags & ACK else 0
            tap.send(Segment(*source, bench.server.address, port, random.randrange(2**32),
                             acknowledgment, flags, 1024, time_to_live=47,
                             identification=random.randrange(1, 2**16)))
            bench.silence(0.01)
            if port in CLOSED or flags & ACK:
                bench.reset_between(source, Address(bench.server.address, port), by="server",
                                    cause="scan", claims="server", benign=True, lost_octets=0)
