"""The client of an MPTCP connection joins a second path from another address; the server allows
none, and its RST says so in its options. The first path goes on to a good end."""

import socket

from bench import Bench
from network import ETHERNET

POINTS = ["client", "server"]
SECOND = "192.0.2.11"


def run(bench: Bench) -> None:
    tap = bench.tap_towards_server()
    bench.client.ip("address", "add", f"{SECOND}/24", "dev", "client0")
    bench.client.ip("mptcp", "limits", "set", "subflows", "1")
    bench.client.ip("mptcp", "endpoint", "add", SECOND, "dev", "client0", "subflow")
    bench.server.ip("mptcp", "limits", "set", "subflows", "0")
    bench.middle.ip("neighbour", "add", SECOND, "lladdr", ETHERNET["client0"], "dev", "middle0",
                    "nud", "permanent")
    listener = bench.listen(80, protocol=socket.IPPROTO_MPTCP)
    connection = bench.connect(listener, protocol=socket.IPPROTO_MPTCP)
    connection.exchange()
    bench.settle()
    connection.exchange()
    connection.finish()
    second = next(source for source in tap.sources() if source.address == SECOND)
    bench.reset_between(second, connection.server_address, by="server", cause="multipath",
                        claims="server", lost_octets=0)
