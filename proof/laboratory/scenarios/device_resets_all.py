"""A device in the middle gets a new rule, and resets six connections of a client at once, towards the
client alone; the server knows nothing of that, and goes on."""

from bench import Bench
from segment import RST

POINTS = ["client"]
NEAR = ["application-abort", "unread-data", "half-open"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    listener = bench.listen(80)
    connections = [bench.connect(listener) for _ in range(6)]
    for connection in connections:
        connection.exchange()
    bench.silence(0.5)
    for number, connection in enumerate(connections):
        tap.send(tap.next_of(connection.server_address, connection.client_address, flags=RST,
                             acknowledgment=0, time_to_live=119, identification=4000 + number))
        bench.reset(connection, by="middle", cause="injected", claims="server",
                    also_right=("firewall-reject",), situation="reset together")
    bench.settle()
    for connection in connections:
        connection.server.sendall(b"a" * 300)
