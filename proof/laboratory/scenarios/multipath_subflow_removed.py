"""An MPTCP connection has two subflows; an administrator ends one of them with `ss -K`, and the session
goes on over the other one and ends in peace."""

import socket

from bench import Bench
from host import Address

POINTS = ["client", "server"]
NEAR = ["application-abort", "unread-data", "idle-timeout"]
SECOND = "192.0.2.11"


def run(bench: Bench) -> None:
    client = bench.client
    client.ip("address", "add", f"{SECOND}/24", "dev", "client0")
    client.ip("mptcp", "limits", "set", "subflows", "2")
    bench.server.ip("mptcp", "limits", "set", "subflows", "2")
    tap = bench.tap_towards_server()
    listener = bench.listen(80, protocol=socket.IPPROTO_MPTCP)
    own = bench.next_port()
    client.set("net.ipv4.ip_local_port_range", f"{own} {own}")
    client.ip("mptcp", "endpoint", "add", SECOND, "dev", "client0", "id", "5", "subflow")
    connection = bench.connect(listener, protocol=socket.IPPROTO_MPTCP)
    server = Address(bench.server.address, 80)
    for _ in range(4):
        connection.exchange(100, 4000)
        bench.silence(0.2)
    tap.wait_for(Address(SECOND, own), server)
    client.run("ss", "-K", "-t", "src", SECOND)
    bench.silence(0.5)
    connection.exchange(100, 4000)
    connection.finish()
    bench.reset_between(Address(SECOND, own), server, by="client", cause="multipath",
                        claims="client", benign=True, lost_octets=0)
