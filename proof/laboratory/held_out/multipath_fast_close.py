"""The client's application aborts an MPTCP connection, and its kernel says so in the RST's options."""

import socket

from bench import Bench
from ends import abort

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    listener = bench.listen(8008, protocol=socket.IPPROTO_MPTCP)
    connection = bench.connect(listener, protocol=socket.IPPROTO_MPTCP)
    connection.exchange()
    bench.settle()
    abort(connection.client)
    bench.reset(connection, by="client", cause="multipath", claims="client", lost_octets=0)
