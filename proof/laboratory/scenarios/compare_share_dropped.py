"""A middle box drops every third RST."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp flags & rst == rst numgen inc mod 3 == 0 drop
            }
        }""")
    send_all(bench, lambda number, length:
             (None, "dropped") if number % 3 == 0 else (length, "delivered"))
