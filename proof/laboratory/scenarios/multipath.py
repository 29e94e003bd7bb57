"""An MPTCP connection ends with unread data: the RST says why in its options."""

import socket

from bench import Bench

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    listener = bench.listen(80, protocol=socket.IPPROTO_MPTCP)
    connection = bench.connect(listener, protocol=socket.IPPROTO_MPTCP)
    connection.exchange()
    connection.client.sendall(b"q" * 1000)
    bench.settle()
    connection.server.close()
    bench.reset(connection, by="server", cause="multipath", claims="server")
