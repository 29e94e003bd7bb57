"""A router changes a service's address into that of a server without keeping a state, and nobody
changes the server's answers back: the client gets a SYN-ACK from an address that it never called,
resets it, and calls again until it gives up."""

from bench import Bench
from ends import expect_error
from host import Address
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["scan", "health-check", "half-open", "unsolicited"]
SERVICE = "198.51.100.80"


def run(bench: Bench) -> None:
    bench.middle.filter(f"""
        table ip service {{
            chain prerouting {{
                type filter hook prerouting priority raw;
                ip daddr {SERVICE} notrack ip daddr set {bench.server.address}
            }}
        }}""")
    bench.listen(80)
    call = bench.start_call()
    # Time for the SYN and two more.
    call.settimeout(4)
    expect_error(TimeoutError, call.connect, (SERVICE, 80))
    client = Address(bench.client.address, call.getsockname()[1])
    bench.reset_between(client, Address(bench.server.address, 80), by="client",
                        cause="untranslated-answer", claims="client", lost_octets=0)
