"""Somebody in the middle forges an RST that is in the client's window but not exact; the client
challenges it with an ACK, and the connection goes on to a good end (RFC 5961 section 3.2)."""

from bench import Bench
from recording import PARTIAL
from segment import RST

POINTS = ["client", *PARTIAL]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    exact = tap.next_of(connection.server_address, connection.client_address, flags=RST,
                        acknowledgment=0, time_to_live=63, identification=4711)
    tap.send(exact._replace(sequence=exact.sequence + 500))
    bench.settle()
    connection.exchange()
    connection.finish()
    bench.reset(connection, by="middle", cause="inexact-rst", claims="server", lost_octets=0,
                also_right=("injected",), notes="the connection was not reset by it")
