"""A firewall in the middle of an IPv6 path rejects a port, again and again; another port is open."""

from bench import Bench
from ends import expect_error
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *[point for point in OTHER_PARTIAL if point != "client-headers"]]
NEAR = ["closed-port"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip6 guard {
            chain forward {
                type filter hook forward priority 0;
                tcp dport 5900 reject with tcp reset
            }
        }""")
    connection = bench.connect(bench.listen(80, version=6))
    connection.exchange()
    connection.finish()
    server = bench.address_of((bench.server.addresses[1], 5900))
    for _ in range(3):
        refused = bench.start_call(version=6)
        expect_error(ConnectionRefusedError, refused.connect, server)
        bench.reset_between(bench.address_of((bench.client.addresses[1],
                                              refused.getsockname()[1])), server,
                            by="middle", cause="firewall-reject", claims="server", lost_octets=0,
                            also_right=("closed-port",))
        bench.silence(0.7)
