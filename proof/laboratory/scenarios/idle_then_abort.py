"""After 20 s of silence, which is no known timer, the client aborts."""

from bench import Bench
from ends import abort

NEAR = ["idle-timeout"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.silence(20)
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
