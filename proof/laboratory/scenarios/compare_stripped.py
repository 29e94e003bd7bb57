"""A middle box takes the payload out of RSTs and lets them pass."""

from typing import List, Tuple

from bench import Bench
from compare_payloads import change_payload, send_all

POINTS = ["client", "server"]


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    return [(0.0, change_payload(frame, lambda _: b""))]


def run(bench: Bench) -> None:
    send_all(bench, lambda _, length: (0, "stripped") if length else (0, "delivered"))
