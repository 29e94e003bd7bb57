"""Somebody in the middle of an IPv6 path resets the server alone, in the client's name; the client
goes on, and the server, which no longer knows it, resets it."""

from bench import Bench
from ends import expect_error, receive
from segment import RST

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_server()
    connection = bench.connect(bench.listen(5001, version=6))
    for _ in range(3):
        connection.exchange()
    bench.settle()
    tap.send(tap.next_of(connection.client_address, connection.server_address, flags=RST,
                         acknowledgment=0, time_to_live=47))
    bench.silence(0.2)
    connection.client.sendall(b"q" * 600)
    expect_error(ConnectionResetError, receive, connection.client, 1)
    bench.reset(connection, by="middle", cause="injected", claims="client", lost_octets=600,
                seen_at="server")
    bench.reset(connection, by="server", cause="half-open", claims="server", lost_octets=600,
                seen_at="client", notes="the forged RST passed elsewhere")
