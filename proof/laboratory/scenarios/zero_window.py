"""The client does not read; the server probes its window for 8 s, gives up and aborts."""

from bench import Bench
from ends import abort, fill
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    fill(connection.server)
    bench.silence(8)
    abort(connection.server)
    bench.reset(connection, by="server", cause="zero-window", claims="server")
