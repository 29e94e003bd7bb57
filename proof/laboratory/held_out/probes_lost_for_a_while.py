"""Two of the server's keepalive probes are lost, the third is answered; no reset."""

from bench import Bench
from ends import keep_alive

POINTS = ["client", "server"]
NEAR = ["keepalive-failure"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(2222))
    connection.exchange()
    keep_alive(connection.server, idle=2, interval=1, probes=6)
    bench.silence(1)
    bench.break_path("server")
    bench.silence(2.6)
    bench.middle.clear_filter()
    bench.silence(2)
    connection.exchange()
    connection.finish()
