"""A web server closes two connections that were not used for 5 s. On one the client's next request
crosses the server's FIN; on the other the client has nothing more to ask, and closes too."""

from bench import Bench
from ends import receive_end
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["idle-timeout", "half-open", "unread-data"]
REQUEST = b"GET /cart HTTP/1.1\r\nHost: shop.example\r\n\r\n"


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    busy, quiet = bench.connect(listener), bench.connect(listener)
    for connection in (busy, quiet):
        connection.exchange(150, 900)
    bench.silence(5)
    quiet.server.close()
    busy.server.close()
    busy.client.sendall(REQUEST)
    receive_end(quiet.client)
    quiet.client.close()
    bench.reset(busy, by="server", cause="data-after-close", claims="server",
                lost_octets=len(REQUEST), situation="keep-alive race")
