"""A middle box overwrites the first two octets of what RSTs carry, and mends the checksum."""

from typing import List, Tuple

from bench import Bench
from compare_payloads import change_payload, send_all

POINTS = ["client", "server"]


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    return [(0.0, change_payload(frame, lambda payload: b"\xff\xff" + payload[2:]))]


def run(bench: Bench) -> None:
    send_all(bench, lambda _, length: (length, "changed") if length else (0, "delivered"))
