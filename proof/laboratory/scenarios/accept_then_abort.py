"""The server accepts each client and aborts at once."""

from bench import Bench
from ends import abort

NEAR = ["accept-queue-overflow", "stale-state"]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for _ in range(3):
        connection = bench.connect(listener)
        abort(connection.server)
        bench.settle()
        bench.reset(connection, by="server", cause="application-abort", claims="server",
                    lost_octets=0)
