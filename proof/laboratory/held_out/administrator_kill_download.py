"""An administrator of the client ends a connection over IPv6 with `ss -K` in the middle of a
download."""

from bench import Bench
from ends import receive

POINTS = ["client", "server"]
NEAR = ["half-open", "injected"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8089, version=6))
    for _ in range(3):
        connection.server.sendall(b"a" * 3000)
        receive(connection.client, 3000)
    bench.settle()
    connection.server.sendall(b"a" * 3000)
    bench.client.run("ss", "-K", "-6", "-t", "dport", "=", "8089")
    bench.reset(connection, by="client", cause="application-abort", claims="client")
