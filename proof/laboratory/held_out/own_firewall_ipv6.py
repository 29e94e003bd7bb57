"""The server's own firewall rejects three ports with a TCP reset, over IPv6."""

from bench import Bench
from ends import expect_error

POINTS = ["client", "server"]
NEAR = ["scan"]


def run(bench: Bench) -> None:
    bench.server.filter("""
        table inet guard {
            chain input {
                type filter hook input priority 0;
                tcp dport { 111, 445, 3389 } reject with tcp reset
            }
        }""")
    connection = bench.connect(bench.listen(80, version=6))
    connection.exchange()
    connection.finish()
    for port in (111, 445, 3389):
        refused = bench.start_call(version=6)
        server = bench.address_of((bench.server.addresses[1], port))
        expect_error(ConnectionRefusedError, refused.connect, server)
        bench.reset_between(bench.address_of((bench.client.addresses[1],
                                              refused.getsockname()[1])), server,
                            by="server", cause="firewall-reject", claims="server", lost_octets=0,
                            also_right=("closed-port",),
                            notes="its kernel answers as for a closed port")
