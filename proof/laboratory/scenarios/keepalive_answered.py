"""4 probes are answered, then the client's application aborts."""

from bench import Bench
from ends import abort, keep_alive

NEAR = ["keepalive-failure"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    keep_alive(connection.client, idle=1, interval=1, probes=5)
    bench.silence(4.5)
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
