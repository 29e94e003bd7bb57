"""The server closes; the client, which has not noticed, sends more, and then more again."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["half-open"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.server.close()
    bench.settle()
    connection.client.sendall(b"q" * 500)
    bench.reset(connection, by="server", cause="data-after-close", claims="server",
                lost_octets=500)
