"""A middle box drops every RST."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp flags & rst == rst drop
            }
        }""")
    send_all(bench, lambda _, length: (None, "dropped"))
