"""Somebody in the middle forges an exact RST towards the client in the middle of an answer, with a
TTL and an identification that are not the server's; the server goes on."""

from bench import Bench
from ends import receive
from recording import PARTIAL
from segment import RST

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(80))
    for _ in range(3):
        connection.exchange()
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    bench.settle()
    tap.send(tap.next_of(connection.server_address, connection.client_address, flags=RST,
                         acknowledgment=0, time_to_live=118, identification=54321))
    connection.server.sendall(b"a" * 1000)
    bench.reset(connection, by="middle", cause="injected", claims="server", lost_octets=1000,
                seen_at="client")
    bench.reset(connection, by="client", cause="half-open", claims="client", lost_octets=1000,
                seen_at="server", notes="the forged RST passed elsewhere; what is seen here is "
                "that the client no longer knows the connection")
