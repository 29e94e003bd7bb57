"""A host whose TTL is 255 and that has no timestamps refuses two ports where nobody listens; a socket
of its own has another TTL."""

import socket

from bench import Bench
from ends import expect_error
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["firewall-reject"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.ip_default_ttl", 255)
    bench.server.set("net.ipv4.tcp_timestamps", 0)
    listener = bench.listen(80)
    # Some servers choose it for themselves (RFC 5082 wants 255, many appliances have 64).
    listener.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 64)
    connection = bench.connect(listener)
    connection.exchange()
    connection.finish()
    for port in (8181, 9200):
        refused = bench.start_call()
        expect_error(ConnectionRefusedError, refused.connect, (bench.server.address, port))
        bench.reset_between(bench.address_of((bench.client.address, refused.getsockname()[1])),
                            bench.address_of((bench.server.address, port)), by="server",
                            cause="closed-port", claims="server", lost_octets=0,
                            also_right=("firewall-reject",),
                            notes="the open port's TTL is another one, as if a firewall answered")
