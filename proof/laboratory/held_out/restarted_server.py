"""A server over IPv6 without timestamps restarts: nobody listens any more, and two requests that come
together get an RST each."""

from bench import Bench
from ends import forget
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *[point for point in OTHER_PARTIAL if point != "client-headers"]]
NEAR = ["data-after-close"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_timestamps", 0)
    listener = bench.listen(11211, version=6)
    connection = bench.connect(listener)
    for _ in range(3):
        connection.exchange(50, 150)
    bench.silence(0.1)
    forget(connection.server)
    listener.close()
    bench.silence(0.6)
    connection.client.sendall(b"q" * 50)
    connection.client.sendall(b"q" * 50)
    bench.reset(connection, by="server", cause="half-open", claims="server", lost_octets=100)
