"""A router translates a service's address, but not in packets that its conntrack calls invalid: a
segment of the server beyond the window reaches the client untranslated, and the client's RST ends the
server's connection, which the client learns at its next request."""

from bench import Bench
from ends import expect_error, receive
from host import Address
from segment import ACK
from translated_answer import SERVICE, translate

POINTS = ["client", "server"]
NEAR = ["unsolicited", "injected", "application-abort"]


def run(bench: Bench) -> None:
    translate(bench)
    tap = bench.tap_from_server()
    connection = bench.accept(bench.listen(80), bench.call(80, address=SERVICE))
    for _ in range(3):
        connection.exchange()
    bench.settle()
    server = Address(bench.server.address, 80)
    client = connection.client_address
    segment = tap.next_of(server, client, flags=ACK)
    tap.send(segment._replace(sequence=(segment.sequence + 2**20) % 2**32, payload=b"a" * 100,
                              window=64, identification=4321))
    bench.silence(0.5)
    connection.client.sendall(b"q" * 100)
    expect_error(ConnectionResetError, receive, connection.client, 1)
    bench.reset_between(client, server, by="client", cause="untranslated-answer",
                        claims="client", seen_at="client", lost_octets=0)
    bench.reset_between(client, Address(SERVICE, 80), by="server", cause="half-open",
                        claims="server", seen_at="client", lost_octets=100,
                        server_at_sender=server)
    bench.reset_between(client, server, by="client", cause="untranslated-answer",
                        claims="client", seen_at="server", also_right=("half-open",),
                        lost_octets=100)
