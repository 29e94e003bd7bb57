"""The server sends an RST with a payload and an empty one after it, which overtakes it."""

import struct
from typing import List, Tuple

from bench import Bench
from segment import RST, read_packet

POINTS = ["client", "server"]


def meddle(frame: bytes) -> List[Tuple[float, bytes]]:
    segment = read_packet(frame[14:])
    slow = segment is not None and segment.flags & RST and segment.payload
    return [(0.02 if slow else 0.0, frame)]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for code in range(1, 9):
        tap = bench.tap_from_server()
        connection = bench.connect(listener)
        connection.exchange(20, 20)
        bench.settle()
        ends = connection.server_address, connection.client_address
        tap.send_rst(*ends, struct.pack("!HHI", 0x33AA, code, 0))
        tap.send_rst(*ends, b"")
        bench.deliver(connection, 8, 8, "reordered")
        bench.deliver(connection, 0, 0, "reordered")
