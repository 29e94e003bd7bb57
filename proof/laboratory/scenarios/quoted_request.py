"""The server's RST carries a copy of the request, as some devices send it, which is no
reason."""

from bench import Bench
from ends import abort, receive

REQUEST = b"GET /news HTTP/1.1\r\nHost: shop.example\r\n\r\n"

NEAR = ["stated"]


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    connection.client.sendall(REQUEST)
    receive(connection.server, len(REQUEST))
    bench.settle()
    tap.send_rst(connection.server_address, connection.client_address, REQUEST)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
