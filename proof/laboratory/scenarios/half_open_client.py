"""The client forgets a connection in the middle of a download, as in a crash."""

from bench import Bench
from ends import forget, receive


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    connection.server.sendall(b"a" * 5000)
    receive(connection.client, 5000)
    bench.settle()
    forget(connection.client)
    bench.silence(1)
    connection.server.sendall(b"a" * 1000)
    bench.reset(connection, by="client", cause="half-open", claims="client", lost_octets=1000)
