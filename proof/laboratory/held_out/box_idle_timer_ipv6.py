"""A load balancer forgets an IPv6 connection after 25 s of silence, and tells both ends."""

from bench import Bench

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(5061, version=6))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    bench.silence(25)
    to_client.send(to_client.next_of(server, client, time_to_live=255))
    to_server.send(to_server.next_of(client, server, time_to_live=255))
    for end, claims in (("client", "server"), ("server", "client")):
        bench.reset(connection, by="middle", cause="idle-timeout", claims=claims, seen_at=end,
                    lost_octets=0, also_right=("injected",),
                    notes="25 s are no known timer; it is somebody else's RST all the same")
