"""The client's application ends a connection with SO_LINGER and a time of 0; all was read."""

from bench import Bench
from ends import abort


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
