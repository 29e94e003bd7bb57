"""The path to the server breaks; the client retransmits at gaps that double up to one second and no
further, as some systems do (tcp_rto_max_ms, Linux 6.15), and its application aborts after 12 s."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", *PARTIAL]
NEAR = ["keepalive-failure", "application-abort"]


def run(bench: Bench) -> None:
    bench.client.set("net.ipv4.tcp_rto_max_ms", 1000)
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.break_path()
    connection.client.sendall(b"q" * 300)
    bench.silence(12)
    abort(connection.client)
    bench.reset(connection, by="client", cause="retransmission-give-up", claims="client",
                lost_octets=300)
