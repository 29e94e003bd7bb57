"""A firewall in the middle drops what the client sends, for good; no reset."""

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["retransmission-give-up"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.break_path()
    connection.client.sendall(b"q" * 300)
    bench.silence(4)
