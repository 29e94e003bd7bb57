"""A load balancer states in the windows of two RSTs why it resets, as NetScaler does: 9300 (the
service went down), then 8201 for what comes later."""

from bench import Bench
from ends import forget


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    ends = connection.server_address, connection.client_address
    for window in (9300, 8201):
        tap.send(tap.next_of(*ends, window=window, time_to_live=255, identification=window))
    forget(connection.server)
    bench.reset(connection, by="server", cause="stated", claims="server", lost_octets=0,
                notes="sent by a raw socket: there is no such device here")
