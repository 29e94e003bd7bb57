"""An MPTCP connection that ends in peace."""

import socket

from bench import Bench

NEAR = ["multipath"]


def run(bench: Bench) -> None:
    listener = bench.listen(80, protocol=socket.IPPROTO_MPTCP)
    connection = bench.connect(listener, protocol=socket.IPPROTO_MPTCP)
    connection.exchange()
    connection.finish()
