"""Somebody in the middle sees a name it does not like, and forges RSTs to both ends: three to the
client, with growing sequence numbers, and one to the server."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.client.sendall(b"GET / HTTP/1.1\r\nHost: forbidden.example\r\n\r\n")
    to_server.wait_for(client, server)
    bench.silence(0.003)
    forged = to_client.next_of(server, client, time_to_live=201, window=1979)
    request = to_server.last(client, server)
    for number, ahead in enumerate((0, 1460, 4380)):
        to_client.send(forged._replace(sequence=(forged.sequence + ahead) % 2**32,
                                       acknowledgment=request.next_sequence,
                                       window=1980 + number, identification=7000 + 11 * number))
    to_server.send(to_server.next_of(client, server, time_to_live=201, identification=7100))
    for end, claims in (("client", "server"), ("server", "client")):
        bench.reset(connection, by="middle", cause="injected", claims=claims, seen_at=end)
    bench.settle()
