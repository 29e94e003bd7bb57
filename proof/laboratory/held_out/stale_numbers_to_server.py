"""A middle box resets the server with the sequence number of the connection's start, though the client
has sent 12000 octets since; the server ignores it, and all ends well."""

from bench import Bench
from segment import RST

POINTS = ["server", "client"]
NEAR = ["inexact-rst"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_server()
    connection = bench.connect(bench.listen(8010))
    for _ in range(4):
        connection.exchange(3000, 300)
    bench.settle()
    first = tap.first(connection.client_address, connection.server_address)
    tap.send(first._replace(sequence=first.next_sequence, acknowledgment=0, flags=RST, window=0,
                            payload=b"", time_to_live=64, identification=0))
    bench.settle()
    connection.exchange()
    connection.finish()
    bench.reset(connection, by="middle", cause="stale-state", claims="client", lost_octets=0,
                also_right=("injected",), seen_at="server",
                notes="the connection was not reset by it")
