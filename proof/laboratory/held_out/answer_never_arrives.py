"""The path to the client breaks; the server's kernel retransmits an answer 6 times (tcp_retries2) and
forgets the connection; the client asks again, and gets an RST."""

from bench import Bench
from ends import receive

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_retries2", 5)
    connection = bench.connect(bench.listen(1433))
    connection.exchange()
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    bench.silence(0.1)
    bench.break_path("server")
    connection.server.sendall(b"a" * 900)
    bench.silence(18)
    bench.middle.clear_filter()
    connection.client.sendall(b"q" * 100)
    facts = {"by": "server", "cause": "retransmission-give-up", "claims": "server",
             "also_right": ("half-open",)}
    bench.reset(connection, **facts, seen_at="server")
    bench.reset(connection, **facts, seen_at="client",
                notes="the retransmissions are lost before the client")
