"""The client probes a server that all of a sudden is silent, 5 times, and gives up."""

from bench import Bench
from ends import keep_alive
from recording import PARTIAL

POINTS = ["client", *PARTIAL]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    keep_alive(connection.client, idle=4, interval=2, probes=5)
    bench.middle.filter("""
        table ip broken {
            chain forward { type filter hook forward priority 0; policy drop; }
        }""")
    bench.silence(4 + 5 * 2 + 1)
    bench.reset(connection, by="client", cause="keepalive-failure", claims="client",
                lost_octets=0)
