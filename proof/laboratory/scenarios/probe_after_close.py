"""A server closes and gives its half of the connection up 3 s later; the client, which keeps its end
open, probes it with one octet that it had sent before, as Windows does it."""

from bench import Bench
from segment import ACK

POINTS = ["client", "server"]
NEAR = ["data-after-close", "half-open", "keepalive-failure"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_fin_timeout", 3)
    tap = bench.tap_from_client()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    connection.server.close()
    bench.silence(6)
    last = tap.last(client, server)
    tap.send(last._replace(sequence=(last.next_sequence - 1) % 2**32, flags=ACK, payload=b"q",
                           payload_length=1))
    bench.settle()
    bench.reset(connection, by="server", cause="after-close", claims="server", benign=True,
                lost_octets=0)
