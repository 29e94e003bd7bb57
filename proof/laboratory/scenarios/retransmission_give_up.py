"""The path to the server breaks; the client retransmits for 14 s and its application aborts."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", *PARTIAL]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.break_path()
    connection.client.sendall(b"q" * 300)
    bench.silence(14)
    abort(connection.client)
    bench.reset(connection, by="client", cause="retransmission-give-up", claims="client",
                lost_octets=300)
