"""A middle box translates the client's address and port; the client's clock is 2.5 s ahead. All
RSTs arrive."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]
CLOCK_AHEAD = 2.5


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip translation {
            chain postrouting {
                type nat hook postrouting priority 100;
                oifname "middle1" meta l4proto tcp masquerade to :20000-20999 random
            }
        }""")
    send_all(bench, lambda _, length: (length, "delivered"))
