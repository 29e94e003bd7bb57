"""The server probes its client, whose answers are lost on the way: the server gives up after four. At
the client every probe is seen to be answered."""

from bench import Bench
from ends import keep_alive

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(636, version=6))
    connection.exchange()
    keep_alive(connection.server, idle=3, interval=1, probes=4)
    bench.break_path()
    bench.silence(3 + 4 + 1)
    facts = {"by": "server", "cause": "keepalive-failure", "claims": "server", "lost_octets": 0}
    bench.reset(connection, **facts, seen_at="server")
    bench.reset(connection, **facts, seen_at="client", also_right=("application-abort",),
                notes="what is lost behind the client cannot be seen at it")
