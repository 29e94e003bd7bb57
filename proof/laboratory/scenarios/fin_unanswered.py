"""The path to the server breaks; the client closes its direction, repeats its FIN for 14 s without an
answer, and its application aborts."""

import socket

from bench import Bench
from ends import abort

NEAR = ["application-abort", "after-close"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    bench.break_path()
    connection.client.shutdown(socket.SHUT_WR)
    bench.silence(14)
    abort(connection.client)
    bench.reset(connection, by="client", cause="retransmission-give-up", claims="client",
                lost_octets=0)
