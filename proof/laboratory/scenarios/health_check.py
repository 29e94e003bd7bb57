"""A load balancer connects every 2 s and closes with an RST, to see whether the server lives."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for _ in range(6):
        connection = bench.connect(listener)
        abort(connection.client)
        bench.reset(connection, by="client", cause="health-check", claims="client", benign=True,
                    lost_octets=0)
        bench.silence(2)
