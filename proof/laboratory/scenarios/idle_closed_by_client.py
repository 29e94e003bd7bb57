"""A client closes a connection of its pool by an RST, since it was not used for 60 s."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["half-open", "injected", "unread-data"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.exchange()
    bench.silence(60)
    abort(connection.client)
    bench.reset(connection, by="client", cause="idle-timeout", claims="client", lost_octets=0,
                also_right=("application-abort",))
