"""A server's application works on a request for 60 s, and then fails: it aborts while the client waits.
The connection was not idle, but the packets do not show that."""

from bench import Bench
from ends import abort, receive

POINTS = ["client", "server"]
NEAR = ["half-open", "unread-data", "injected"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.client.sendall(b"q" * 400)
    receive(connection.server, 400)
    bench.silence(60)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0, also_right=("idle-timeout",))
