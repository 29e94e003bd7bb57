"""The server closes; the client has read everything, and aborts a second later instead of closing."""

from bench import Bench
from ends import abort, receive_end
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["after-close", "data-after-close"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8088))
    connection.exchange()
    connection.server.close()
    receive_end(connection.client)
    bench.silence(1)
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
