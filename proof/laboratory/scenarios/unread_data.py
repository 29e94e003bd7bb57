"""The server closes while 3000 octets of the client lie unread in its buffer."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["application-abort"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.client.sendall(b"q" * 3000)
    bench.settle()
    connection.server.close()
    bench.reset(connection, by="server", cause="unread-data", claims="server",
                lost_octets=3000, also_right=("application-abort",),
                notes="all was acknowledged; only the window tells that it was not read")
