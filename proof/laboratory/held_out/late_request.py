"""A web server closes a connection that was not used for 5 s; the client's next request is under
way at that moment, and meets a socket that is closed."""

from bench import Bench
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
REQUEST = b"GET /next HTTP/1.1\r\nHost: shop.example\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8080))
    connection.exchange(200, 3000)
    bench.silence(5)
    connection.server.close()
    connection.client.sendall(REQUEST)
    bench.reset(connection, by="server", cause="data-after-close", claims="server",
                lost_octets=len(REQUEST))
