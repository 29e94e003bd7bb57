"""A living client aborts six connections to a server one after another, a quarter of a second apart: no
event of all of them."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["injected", "health-check", "scan"]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    connections = [bench.connect(listener) for _ in range(6)]
    for connection in connections:
        connection.exchange()
    bench.silence(1)
    for connection in connections:
        abort(connection.client)
        bench.silence(0.25)
        bench.reset(connection, by="client", cause="application-abort", claims="client",
                    lost_octets=0, situation="none")
