"""A middle box drops RSTs that have a payload."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp flags & rst == rst meta length > 40 drop
            }
        }""")
    send_all(bench, lambda _, length: (None, "dropped") if length else (0, "delivered"))
