"""What the scenarios for `compare` send: RSTs with payloads of several kinds, and with none."""

import struct
from typing import Callable, List, Optional, Tuple

from bench import Bench, Connection
from segment import IPV4, RST, build, read_packet

#: None, the diagnostic payload, the text of a load balancer, and the 1000 octets of the Linux
#: experiment (reason 15 of its enumeration).
PAYLOADS = [
    b"",
    struct.pack("!HHI", 0x33AA, 10, 0),
    struct.pack("!HHI", 0x33AA, 7, 32473),
    b"BIG-IP: [0x2664c65:2574] No flow found for ACK",
    bytes([15]) + bytes(999),
]
ROUNDS = 3

#: From the number of the RST, from 0 on, and its length: the length that arrives, and the outcome.
Fate = Callable[[int, int], Tuple[Optional[int], str]]


def send_all(bench: Bench, fate: Fate) -> List[Connection]:
    """Each payload in a connection of its own, `ROUNDS` times over."""
    listener = bench.listen(80)
    connections = []
    for number, payload in enumerate(PAYLOADS * ROUNDS):
        tap = bench.tap_from_server()
        connection = bench.connect(listener)
        connection.exchange(20, 20)
        bench.settle()
        server, client = connection.server.getsockname(), connection.server.getpeername()
        tap.send_rst(bench.address_of(server), bench.address_of(client), payload)
        received, outcome = fate(number, len(payload))
        bench.deliver(connection, len(payload), received, outcome)
        connections.append(connection)
    return connections


def change_payload(frame: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The frame with another payload where it is an RST with one, and as it is otherwise."""
    if struct.unpack("!H", frame[12:14])[0] != IPV4:
        return frame
    segment = read_packet(frame[14:])
    if segment is None or not segment.flags & RST or not segment.payload:
        return frame
    return frame[:14] + build(segment._replace(payload=change(segment.payload)))
