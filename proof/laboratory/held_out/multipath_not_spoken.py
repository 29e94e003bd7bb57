"""A client offers MPTCP to a server that knows only TCP, and whose application aborts: the RST has no
word of MPTCP."""

import socket

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["multipath"]


def run(bench: Bench) -> None:
    listener = bench.listen(8009)
    connection = bench.accept(listener, bench.call(8009, protocol=socket.IPPROTO_MPTCP))
    connection.exchange()
    connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
