"""The client closes first, and its kernel keeps no state of what is closed: the server's FIN meets
nobody and gets an RST, which is lost, as is not that for the FIN's retransmission."""

from bench import Bench
from ends import receive_end

POINTS = ["client", "server"]
NEAR = ["half-open"]


def run(bench: Bench) -> None:
    bench.client.set("net.ipv4.tcp_max_tw_buckets", 0)
    connection = bench.connect(bench.listen(8015))
    connection.exchange()
    connection.client.close()
    receive_end(connection.server)
    bench.settle()
    bench.break_path()
    connection.server.close()
    bench.settle()
    bench.middle.clear_filter()
    bench.silence(1)
    bench.reset(connection, by="client", cause="after-close", claims="client", benign=True,
                lost_octets=0)
