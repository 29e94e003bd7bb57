"""A device in the middle ends a connection that was silent for 25 s, which is no known timer, by an RST
to the client with the TTL 254; the server knows nothing of that."""

from bench import Bench
from segment import RST

POINTS = ["client"]
NEAR = ["application-abort", "half-open"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(80))
    for _ in range(3):
        connection.exchange()
    bench.silence(25)
    tap.send(tap.next_of(connection.server_address, connection.client_address, time_to_live=254,
                         identification=0))
    bench.settle()
    bench.reset(connection, by="middle", cause="idle-timeout", claims="server", lost_octets=0,
                also_right=("injected",))
