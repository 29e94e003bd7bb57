"""A router changes a service's address into that of a server, and the server's answers back: a scanner
resets what is accepted at one port, and the server refuses another."""

import random

from bench import Bench
from ends import expect_error
from host import Address
from segment import SYN, Segment

POINTS = ["client", "server"]
NEAR = ["untranslated-answer", "unsolicited", "firewall-reject"]
SERVICE = "198.51.100.80"


def run(bench: Bench) -> None:
    translate(bench)
    bench.listen(80)
    scanner = Address(bench.client.address, bench.next_port())
    refused = bench.start_call()
    bench.tap_from_client().send(
        Segment(*scanner, SERVICE, 80, random.randrange(2**32), 0, SYN, 1024, time_to_live=51,
                identification=random.randrange(1, 2**16)))
    bench.silence(0.5)
    expect_error(ConnectionRefusedError, refused.connect, (SERVICE, 81))
    caller = Address(bench.client.address, refused.getsockname()[1])
    at_client, at_server = SERVICE, bench.server.address
    for host, address in (("client", at_client), ("server", at_server)):
        bench.reset_between(scanner, Address(address, 80), by="client", cause="scan",
                            claims="client", benign=True, lost_octets=0, seen_at=host,
                            server_at_sender=Address(at_client, 80))
        bench.reset_between(caller, Address(address, 81), by="server", cause="closed-port",
                            claims="server", lost_octets=0, seen_at=host,
                            server_at_sender=Address(at_server, 81))


def translate(bench: Bench) -> None:
    """The router changes the service's address into the server's, and back."""
    bench.middle.filter(f"""
        table ip service {{
            chain prerouting {{
                type nat hook prerouting priority dstnat;
                ip daddr {SERVICE} dnat to {bench.server.address}
            }}
        }}""")
