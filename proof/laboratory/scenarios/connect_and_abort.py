"""Three clients connect and abort without a word, at no fixed interval."""

from bench import Bench
from ends import abort

NEAR = ["health-check"]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for pause in (0.1, 2.7, 0.4):
        connection = bench.connect(listener)
        bench.silence(pause)
        abort(connection.client)
        bench.settle()
        bench.reset(connection, by="client", cause="application-abort", claims="client",
                    lost_octets=0)
