"""A firewall allows 20 kB; in the middle of a download it rejects what either end sends."""

from bench import Bench
from ends import receive
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["half-open"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp sport 8011 quota over 20 kbytes reject with tcp reset
                tcp dport 8011 ct bytes > 20000 reject with tcp reset
            }
        }""")
    connection = bench.connect(bench.listen(8011))
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    try:
        for _ in range(12):
            connection.server.sendall(b"a" * 2800)
            bench.silence(0.02)
    except (ConnectionResetError, BrokenPipeError):
        pass
    bench.silence(0.3)
    facts = {"by": "middle", "cause": "firewall-reject", "also_right": ("half-open", "injected")}
    bench.reset(connection, claims="client", seen_at="server", **facts)
    bench.reset(connection, claims="server", seen_at="client", **facts)
