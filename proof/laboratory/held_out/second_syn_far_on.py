"""A client over IPv6 restarts while the server has its connection half made: its new SYN has a sequence
number 20000 further on, which is in the server's window."""

from bench import Bench
from host import Address
from segment import SYN, Segment

POINTS = ["server"]


def run(bench: Bench) -> None:
    bench.listen(5355, version=6)
    client = Address(bench.client.addresses[1], bench.next_port())
    server = Address(bench.server.addresses[1], 5355)
    # The client's own kernel would reset what it does not know.
    bench.client.filter("""
        table ip6 quiet {
            chain output { type filter hook output priority 0; tcp flags & rst == rst drop; }
        }""")
    tap = bench.tap_towards_server()
    first = Segment(*client, *server, 7_000_000, 0, SYN, 65535, time_to_live=63)
    tap.send(first)
    bench.silence(0.4)
    tap.send(first._replace(sequence=7_020_000))
    bench.reset_between(client, server, by="server", cause="syn-in-window", claims="server",
                        lost_octets=0)
