"""A client calls a port where nobody listens, beside one where somebody does."""

from bench import Bench
from ends import expect_error
from host import Address
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["firewall-reject"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.finish()
    refused = bench.start_call()
    expect_error(ConnectionRefusedError, refused.connect, (bench.server.address, 81))
    bench.reset_between(Address(bench.client.address, refused.getsockname()[1]),
                        Address(bench.server.address, 81),
                        by="server", cause="closed-port", claims="server", lost_octets=0)
