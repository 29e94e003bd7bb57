"""SYN-ACKs that a host has not asked for, in a capture that begins with them: the SYNs may as well have
been sent before it began."""

import random

from bench import Bench
from host import Address
from segment import SYN, Segment

POINTS = ["client", "client-short"]
NEAR = ["scan", "health-check", "untranslated-answer"]


def run(bench: Bench) -> None:
    bench.listen(443)
    send_backscatter(bench, Address(bench.server.address, 443))


def send_backscatter(bench: Bench, server: Address) -> None:
    """SYNs with the client's address, which the client never sent, and what is true of the answers."""
    tap = bench.tap_towards_server()
    for _ in range(4):
        victim = Address(bench.client.address, bench.next_port())
        tap.send(Segment(*victim, *server, random.randrange(2**32), 0, SYN, 8192,
                         time_to_live=112, identification=random.randrange(1, 2**16)))
        bench.reset_between(victim, server, by="client", cause="unsolicited", claims="client",
                            benign=True, lost_octets=0)
        bench.silence(0.2)
