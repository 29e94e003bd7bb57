"""A client calls a port where nobody listens, over IPv6."""

from bench import Bench
from ends import expect_error
from host import Address


def run(bench: Bench) -> None:
    refused = bench.start_call(version=6)
    server = Address(bench.server.addresses[1], 81)
    expect_error(ConnectionRefusedError, refused.connect, server)
    bench.reset_between(Address(bench.client.addresses[1], refused.getsockname()[1]), server,
                        by="server", cause="closed-port", claims="server", lost_octets=0)
