"""A device resets a client with RSTs that it makes from the client's request: identification and window
are those of the request, and it takes as long as the server would."""

from bench import Bench
from recording import PARTIAL
from segment import RST

POINTS = ["client", *PARTIAL]
NEAR = ["application-abort", "half-open", "unread-data"]
REQUEST = b"GET /pamphlet HTTP/1.1\r\nHost: forbidden.example\r\n\r\n"


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    bench.settle()
    before = to_server.last(client, server)
    connection.client.sendall(REQUEST)
    bench.silence(0.012)
    request = to_server.last(client, server)
    assert request != before
    to_client.send(to_client.next_of(server, client, time_to_live=63,
                                     acknowledgment=request.next_sequence, window=request.window,
                                     identification=request.identification))
    to_server.send(to_server.next_of(client, server, flags=RST))
    bench.settle()
    bench.reset(connection, by="middle", cause="injected", claims="server",
                lost_octets=len(REQUEST))
