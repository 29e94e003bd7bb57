"""A second SYN, one octet on in the window, comes while the server has the connection half made."""

from bench import Bench
from host import Address
from segment import SYN, Segment

POINTS = ["server"]


def run(bench: Bench) -> None:
    bench.listen(80)
    client = Address(bench.client.address, bench.next_port())
    # The client's own kernel would reset what it does not know.
    bench.client.filter("""
        table ip quiet {
            chain output { type filter hook output priority 0; tcp flags & rst == rst drop; }
        }""")
    tap = bench.tap_towards_server()
    first = Segment(client.address, client.port, bench.server.address, 80, 1000, 0, SYN, 64240,
                    time_to_live=63, identification=7)
    tap.send(first)
    bench.settle()
    tap.send(first._replace(sequence=1001, identification=8))
    bench.reset_between(client, Address(bench.server.address, 80), by="server",
                        cause="syn-in-window", claims="server", lost_octets=0)
