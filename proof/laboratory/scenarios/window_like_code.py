"""The server's window is 9700 in all its segments, as it happens, and so in the RST of its
application's abort: not the code of a NetScaler."""

import socket

from bench import Bench
from ends import abort

NEAR = ["stated"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_window_scaling", 0)
    bench.server.set("net.ipv4.tcp_timestamps", 0)
    listener = bench.listen(80)
    # Linux rounds a window to whole segments.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 970)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_WINDOW_CLAMP, 9700)
    connection = bench.connect(listener)
    for _ in range(3):
        connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
