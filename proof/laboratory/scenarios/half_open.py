"""The server forgets a connection, as in a restart; the client sends and is told so."""

from bench import Bench
from ends import forget
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    forget(connection.server)
    bench.silence(2)
    connection.client.sendall(b"q" * 200)
    bench.reset(connection, by="server", cause="half-open", claims="server", lost_octets=200)
