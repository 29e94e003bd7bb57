"""A capture on all interfaces of a router has each segment twice, with two TTLs; one connection ends in
peace, and the server's application aborts the other one."""

from bench import Bench
from ends import abort

POINTS = ["middle"]
NEAR = ["injected", "proxied"]


def run(bench: Bench) -> None:
    listener = bench.listen(8090)
    peaceful = bench.connect(listener)
    peaceful.exchange()
    peaceful.finish()
    connection = bench.connect(listener)
    for _ in range(3):
        connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
