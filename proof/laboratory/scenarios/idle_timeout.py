"""A load balancer in the middle forgets a connection after 60 s of silence, and tells both ends."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    bench.silence(60)
    to_client.send(to_client.next_of(server, client, identification=0))
    to_server.send(to_server.next_of(client, server, identification=0))
    for end, claims in (("client", "server"), ("server", "client")):
        bench.reset(connection, by="middle", cause="idle-timeout", claims=claims, seen_at=end,
                    lost_octets=0)
