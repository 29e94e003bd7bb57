"""A filter in the middle reads a name in three requests, and resets both ends each time; a request for
another name passes."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", *PARTIAL]
NEAR = ["application-abort", "unread-data", "half-open"]
REQUEST = b"GET / HTTP/1.1\r\nHost: %s.example\r\n\r\n"


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    listener = bench.listen(80)
    for name in (b"forbidden", b"harmless", b"forbidden", b"forbidden"):
        connection = bench.connect(listener)
        client, server = connection.client_address, connection.server_address
        request = REQUEST % name
        if name == b"harmless":
            connection.exchange(len(request))
            connection.finish()
            continue
        connection.client.sendall(request)
        to_server.wait_for(client, server)
        bench.silence(0.001)
        asked = to_server.last(client, server)
        forged = to_client.next_of(server, client, time_to_live=241,
                                   acknowledgment=asked.next_sequence, identification=1)
        to_client.send(forged)
        to_server.send(to_server.next_of(client, server, time_to_live=241, identification=1))
        bench.settle()
        bench.silence(0.2)
        bench.reset(connection, by="middle", cause="injected", claims="server",
                    situation="blocked by name")
