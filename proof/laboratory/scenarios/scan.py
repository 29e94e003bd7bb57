"""A SYN scan of six ports by a raw socket; two are open, and the scanner's kernel, which knows of
no connection, resets those."""

import random

from bench import Bench
from host import Address
from recording import PARTIAL
from segment import SYN, Segment

POINTS = ["client", "server", *PARTIAL]
OPEN, CLOSED = (22, 80), (21, 23, 25, 110)


def run(bench: Bench) -> None:
    for port in OPEN:
        bench.listen(port)
    tap = bench.tap_from_client()
    source = Address(bench.client.address, 61000)
    # The scanner's resets follow the answers; each decides on its connection alone.
    for port in sorted(OPEN + CLOSED):
        tap.send(Segment(*source, bench.server.address, port, random.randrange(2**32), 0, SYN, 1024,
                         time_to_live=51, identification=random.randrange(1, 2**16)))
        bench.silence(0.002)
    for port in OPEN:
        bench.reset_between(source, Address(bench.server.address, port), by="client",
                            cause="scan", claims="client", benign=True, lost_octets=0)
    for port in CLOSED:
        bench.reset_between(source, Address(bench.server.address, port), by="server",
                            cause="closed-port", claims="server", lost_octets=0,
                            also_right=("scan",))
