"""After three retransmissions the path is good again, all is
acknowledged, and then the client aborts."""

from bench import Bench
from ends import abort, receive

NEAR = ["retransmission-give-up"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.break_path()
    connection.client.sendall(b"q" * 300)
    bench.silence(1.2)
    bench.middle.clear_filter()
    receive(connection.server, 300)
    bench.settle()
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
