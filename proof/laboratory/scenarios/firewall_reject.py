"""A firewall in the middle rejects a port with a TCP reset; another port is open."""

from bench import Bench
from ends import expect_error
from host import Address
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["closed-port"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp dport { 23, 25 } reject with tcp reset
            }
        }""")
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.finish()
    for port in (23, 25):
        refused = bench.start_call()
        expect_error(ConnectionRefusedError, refused.connect, (bench.server.address, port))
        bench.reset_between(
            Address(bench.client.address, refused.getsockname()[1]),
            Address(bench.server.address, port),
            by="middle", cause="firewall-reject", claims="server", lost_octets=0,
            also_right=("closed-port",),
            notes="only the TTL and the time of the answer differ from those of a closed port")
