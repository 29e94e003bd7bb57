"""An attacker who does not know the sequence number sends five RSTs all over the client's window, with
a TTL that fits; the client challenges one or two, and the connection goes on to a good end."""

from bench import Bench
from segment import RST

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.client.set("net.ipv4.tcp_challenge_ack_limit", 2)
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(179))
    for _ in range(3):
        connection.exchange()
    bench.settle()
    exact = tap.next_of(connection.server_address, connection.client_address, flags=RST,
                        acknowledgment=0, time_to_live=63)
    for number in range(1, 6):
        ahead = (exact.sequence + 9000 * number) % 2**32
        tap.send(exact._replace(sequence=ahead, identification=2000 + number))
    bench.settle()
    connection.exchange()
    connection.finish()
    bench.reset(connection, by="middle", cause="inexact-rst", claims="server", lost_octets=0,
                also_right=("injected",), seen_at="client",
                notes="the connection was not reset by it")
