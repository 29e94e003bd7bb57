"""A server aborts three connections as Windows does it (a bare RST, with its acknowledgment field filled
in) and three as macOS does it (a bare RST at its next number), all without timestamps."""

from bench import Bench
from ends import forget
from segment import RST

POINTS = ["client", "server"]
NEAR = ["injected", "half-open", "firewall-reject", "inexact-rst"]


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    listener = bench.listen(80)
    for number in range(6):
        connection = bench.connect(listener)
        client, server = connection.client_address, connection.server_address
        connection.exchange()
        bench.silence(0.6)
        last = tap.last(server, client)
        # A raw socket plays the server, whose own kernel forgets the connection.
        forget(connection.server)
        bare = tap.next_of(server, client, flags=RST,
                           identification=(last.identification + 1) % 2**16)
        tap.send(bare if number < 3 else bare._replace(acknowledgment=0))
        bench.settle()
        bench.reset(connection, by="server", cause="application-abort", claims="server",
                    lost_octets=0)
