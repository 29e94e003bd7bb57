"""A server's application aborts a connection that it has not heard of for 30 s."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(389))
    connection.exchange(60, 200)
    connection.exchange(60, 200)
    bench.silence(30)
    abort(connection.server)
    bench.reset(connection, by="server", cause="idle-timeout", claims="server", lost_octets=0,
                also_right=("application-abort",))
