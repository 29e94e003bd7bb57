"""A server forgets five connections at five ports; the client's keep-alive probes, lone ACKs, are each
answered with an RST."""

from bench import Bench
from ends import forget, keep_alive

POINTS = ["client", "server"]
NEAR = ["scan", "keepalive-failure", "closed-port"]
PORTS = (22, 80, 143, 389, 443)


def run(bench: Bench) -> None:
    connections = [bench.connect(bench.listen(port)) for port in PORTS]
    for connection in connections:
        connection.exchange(80, 400)
    bench.settle()
    for connection in connections:
        keep_alive(connection.client, 4, 2, 3)
        forget(connection.server)
    bench.silence(7)
    for connection in connections:
        bench.reset(connection, by="server", cause="half-open", claims="server", lost_octets=0)
