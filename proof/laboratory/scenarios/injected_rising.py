"""A censor sends three RSTs to each end when it has read a name, with rising TTL, identification and
window, a little later than the server's answer comes."""

from bench import Bench
from ends import receive
from recording import PARTIAL

POINTS = ["client", *PARTIAL]
NEAR = ["application-abort", "half-open", "unread-data"]
REQUEST = b"GET / HTTP/1.1\r\nHost: forbidden.example\r\n\r\n"


def run(bench: Bench) -> None:
    to_client, to_server = bench.tap_towards_client(), bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    client, server = connection.client_address, connection.server_address
    connection.exchange()
    connection.client.sendall(REQUEST)
    receive(connection.server, len(REQUEST))
    connection.server.sendall(b"a" * 600)
    receive(connection.client, 600)
    bench.silence(0.003)
    to_be_copied = to_client.next_of(server, client)
    for number in range(3):
        to_client.send(to_be_copied._replace(time_to_live=98 + number, window=2981 + number,
                                             identification=51009 + number))
        to_server.send(to_server.next_of(client, server, time_to_live=98 + number))
    bench.settle()
    bench.reset(connection, by="middle", cause="injected", claims="server", lost_octets=0)
