"""The window closes and opens again, all is read, then the server aborts."""

from bench import Bench
from ends import abort, fill, read_all

NEAR = ["zero-window"]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    fill(connection.server)
    bench.silence(1)
    read_all(connection.client)
    connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
