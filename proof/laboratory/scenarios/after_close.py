"""Both ends have closed with a FIN; then the network delivers an old segment of the client a second
time, and the server's kernel, which is done, resets it."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.finish()
    bench.settle()
    last = tap.last(connection.client_address, connection.server_address)
    bench.silence(1)
    tap.send(last)
    bench.settle()
    bench.reset(connection, by="server", cause="after-close", claims="server", benign=True,
                lost_octets=0)
