"""A middle box that does not follow sequence numbers resets with those of the connection's start;
the client, whose window is elsewhere, ignores it, and the connection goes on to a good end."""

from bench import Bench
from segment import RST

NEAR = ["inexact-rst"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(80))
    for _ in range(5):
        connection.exchange()
    bench.settle()
    first = tap.first(connection.server_address, connection.client_address)
    tap.send(first._replace(sequence=first.next_sequence, acknowledgment=0, flags=RST, window=0,
                            payload=b"", time_to_live=63, identification=1))
    bench.settle()
    connection.exchange()
    connection.finish()
    bench.reset(connection, by="middle", cause="stale-state", claims="server", lost_octets=0,
                also_right=("injected",), notes="the connection was not reset by it")
