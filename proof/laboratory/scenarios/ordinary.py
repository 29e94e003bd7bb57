"""Ordinary traffic: downloads, uploads, a half-closed connection and a long silence; no reset."""

from bench import Bench
from ends import receive, receive_end
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for request, response in ((100, 4000), (4000, 100), (1, 1)):
        connection = bench.connect(listener)
        connection.exchange(request, response)
        connection.exchange(request, response)
        connection.finish()
    half_closed(bench, listener)
    silent = bench.connect(listener)
    silent.exchange()
    bench.silence(15)
    silent.exchange()
    silent.server.close()
    receive_end(silent.client)
    silent.client.close()


def half_closed(bench: Bench, listener) -> None:
    """The client says that it has no more to say, and still gets its answer."""
    SHUT_WR = 1
    connection = bench.connect(listener)
    connection.client.sendall(b"q" * 300)
    connection.client.shutdown(SHUT_WR)
    receive_end(connection.server)
    connection.server.sendall(b"a" * 3000)
    receive(connection.client, 3000)
    connection.server.close()
    receive_end(connection.client)
    connection.client.close()
