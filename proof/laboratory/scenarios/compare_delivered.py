"""RSTs with and without payload, all of which arrive as they were sent, one router further."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    send_all(bench, lambda _, length: (length, "delivered"))
