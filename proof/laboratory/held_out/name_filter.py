"""A filter in the middle reads the server's name in a ClientHello, and resets both ends at once, with
the TTL of the path and an identification of 0."""

import ssl

from bench import Bench

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(443))
    client, server = connection.client_address, connection.server_address
    connection.client.sendall(client_hello("forbidden.example"))
    to_server.wait_for(client, server)
    bench.silence(0.002)
    request = to_server.last(client, server)
    to_client.send(to_client.next_of(server, client, acknowledgment=request.next_sequence,
                                     time_to_live=63))
    to_server.send(to_server.next_of(client, server, time_to_live=63))
    bench.settle()
    for end, claims in (("client", "server"), ("server", "client")):
        bench.reset(connection, by="middle", cause="injected", claims=claims, seen_at=end)


def client_hello(name: str) -> bytes:
    """The first flight of a client that wants this server."""
    context = ssl.create_default_context()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        context.wrap_bio(incoming, outgoing, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()
