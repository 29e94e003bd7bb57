"""A load balancer connects to an IPv6 server every 1.5 s and closes with an RST, while users come and
go in peace."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["application-abort", "scan"]


def run(bench: Bench) -> None:
    listener = bench.listen(8013, version=6)
    for number in range(7):
        connection = bench.connect(listener)
        abort(connection.client)
        bench.reset(connection, by="client", cause="health-check", claims="client", benign=True,
                    lost_octets=0)
        bench.silence(0.5)
        if number % 2:
            user = bench.connect(listener)
            user.exchange(200, 900)
            user.finish()
        bench.silence(1)
