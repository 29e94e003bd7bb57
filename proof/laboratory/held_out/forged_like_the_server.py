"""An attacker beside the path knows all numbers: his RST to the client has the server's TTL and a good
identification, and lacks only the timestamps. The server does not know, and goes on."""

from bench import Bench
from recording import OTHER_PARTIAL
from segment import RST

POINTS = ["client", "server", *OTHER_PARTIAL]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(5000))
    for _ in range(4):
        connection.exchange()
    bench.settle()
    last = tap.last(connection.server_address, connection.client_address)
    tap.send(tap.next_of(connection.server_address, connection.client_address, flags=RST,
                         acknowledgment=0, time_to_live=last.time_to_live,
                         identification=(last.identification + 1) % 2**16))
    bench.silence(0.5)
    connection.server.sendall(b"a" * 1000)
    bench.reset(connection, by="middle", cause="injected", claims="server", lost_octets=1000,
                seen_at="client")
    bench.reset(connection, by="client", cause="half-open", claims="client", lost_octets=1000,
                seen_at="server", notes="the forged RST passed elsewhere")
