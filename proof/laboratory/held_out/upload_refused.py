"""A server answers an upload with 413, ends its direction with a FIN, and closes while 6000 octets of
it lie unread: a RST follows its FIN."""

import socket

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["data-after-close"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8084))
    connection.client.sendall(b"POST /film HTTP/1.1\r\nContent-Length: 9000\r\n\r\n" + b"q" * 5953)
    bench.settle()
    connection.server.sendall(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
    connection.server.shutdown(socket.SHUT_WR)
    bench.settle()
    connection.server.close()
    bench.reset(connection, by="server", cause="unread-data", claims="server",
                also_right=("application-abort",))
