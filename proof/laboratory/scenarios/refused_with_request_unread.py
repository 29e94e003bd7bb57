"""A server has too many connections: it answers 503 and closes while the request lies unread. The
client happens to read the answer before the RST is there."""

from bench import Bench
from ends import receive
from recording import PARTIAL
from refused_before_request import ANSWER

POINTS = ["client", "server", *PARTIAL]
REQUEST = b"GET /news HTTP/1.1\r\nHost: shop.example\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.client.sendall(REQUEST)
    bench.settle()
    connection.server.sendall(ANSWER)
    bench.silence(0.002)
    connection.server.close()
    assert receive(connection.client, len(ANSWER)) == ANSWER
    bench.reset(connection, by="server", cause="unread-data", claims="server",
                lost_octets=len(REQUEST), also_right=("application-abort",),
                notes="the client's application has read the whole answer")
