"""A server closes at once after its answer, as it had announced; the client sends a request all the
same. No timer has anything to do with it."""

from bench import Bench
from ends import receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["idle-timeout", "half-open", "unread-data"]
REQUEST = b"GET /cart HTTP/1.1\r\nHost: shop.example\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.client.sendall(REQUEST)
    receive(connection.server, len(REQUEST))
    connection.server.sendall(ANSWER)
    connection.server.close()
    receive(connection.client, len(ANSWER))
    bench.silence(0.1)
    connection.client.sendall(REQUEST)
    bench.reset(connection, by="server", cause="data-after-close", claims="server",
                lost_octets=len(REQUEST), situation="none")
