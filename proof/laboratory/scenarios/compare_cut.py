"""A middle box lets no more than 32 octets of an RST's payload pass."""

from typing import List, Tuple

from bench import Bench
from compare_payloads import change_payload, send_all

POINTS = ["client", "server"]


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    return [(0.0, change_payload(frame, lambda payload: payload[:32]))]


def run(bench: Bench) -> None:
    send_all(bench, lambda _, length: (32, "cut") if length > 32 else (length, "delivered"))
