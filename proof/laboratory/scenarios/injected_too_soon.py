"""A filter beside the client reads a request, and resets both ends within a millisecond, with the TTL of
the path and good identifications; the server is 10 ms away."""

from bench import Bench
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["application-abort", "half-open", "unread-data"]
REQUEST = b"GET /pamphlet HTTP/1.1\r\nHost: forbidden.example\r\n\r\n"


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    bench.settle()
    reply, request = to_client.last(server, client), to_server.last(client, server)
    forged = to_client.next_of(server, client, time_to_live=63,
                               identification=reply.identification + 1)
    connection.client.sendall(REQUEST)
    to_client.send(forged._replace(
        acknowledgment=(request.next_sequence + len(REQUEST)) % 2**32))
    to_server.wait_for(client, server)
    to_server.send(to_server.next_of(client, server, time_to_live=63,
                                     identification=request.identification + 2))
    bench.settle()
    bench.reset(connection, by="middle", cause="injected", claims="server", seen_at="client",
                lost_octets=len(REQUEST), situation="blocked by name")
    bench.reset(connection, by="middle", cause="injected", claims="client", seen_at="server",
                lost_octets=len(REQUEST), also_right=("application-abort",),
                notes="at the server nothing but its own silence tells it from the client's abort")
