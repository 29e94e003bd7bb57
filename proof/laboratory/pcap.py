"""The pcap files of tcpdump: reads their segments, and makes worse copies of them."""

import struct
from pathlib import Path
from typing import Callable, Iterator, List, NamedTuple, Tuple

from segment import IPV4, IPV6, Segment, read_packet

#: What stands before the IP packet: Ethernet, and `tcpdump -i any` (Linux cooked, version 2).
TYPE_OFFSET_AND_LENGTH = {1: (12, 14), 276: (0, 20)}
FILE_HEADER, RECORD_HEADER = 24, 16
VLAN = 0x8100
VLAN_TAG = 4

#: Its header in the file, and its octets.
Record = Tuple[bytes, bytes]


class Frame(NamedTuple):
    #: From 1 on, as every tool counts them.
    number: int
    seconds: float
    segment: Segment


def read_frames(path: Path) -> Iterator[Frame]:
    """The frames of a capture of TCP alone; raises where there is anything else in it."""
    octets = path.read_bytes()
    link_type = struct.unpack("=I", octets[20:24])[0]
    type_offset, link_length = TYPE_OFFSET_AND_LENGTH[link_type]
    for number, (header, frame) in enumerate(_records(octets), 1):
        seconds, microseconds = struct.unpack("=II", header[:8])
        kind = struct.unpack("!H", frame[type_offset:type_offset + 2])[0]
        tag = VLAN_TAG if kind == VLAN else 0
        if tag:
            kind = struct.unpack("!H", frame[type_offset + tag:type_offset + tag + 2])[0]
        known = kind in (IPV4, IPV6)
        segment = read_packet(frame[link_length + tag:]) if known else None
        if segment is None:
            raise ValueError(f"{path.name}: frame {number} is no TCP segment")
        yield Frame(number, seconds + microseconds / 1e6, segment)


def copy_changed(source: Path, target: Path,
                 change: Callable[[List[Record]], List[Record]]) -> None:
    """Copies a capture with its records changed, or some of them left out."""
    octets = source.read_bytes()
    changed = change(list(_records(octets)))
    target.write_bytes(octets[:FILE_HEADER] + b"".join(header + frame for header, frame in changed))


def add_vlan_tag(record: Record, vlan: int) -> Record:
    """As a frame of Ethernet is seen on a trunk (IEEE 802.1Q)."""
    header, frame = record
    captured, length = struct.unpack("=II", header[8:])
    tagged = frame[:12] + struct.pack("!HH", VLAN, vlan) + frame[12:]
    return header[:8] + struct.pack("=II", captured + VLAN_TAG, length + VLAN_TAG), tagged


def shift(path: Path, seconds: float) -> None:
    """Sets a capture's clock forward."""
    octets = path.read_bytes()
    shifted = []
    for header, frame in _records(octets):
        whole, microseconds = struct.unpack("=II", header[:8])
        total = whole * 1_000_000 + microseconds + round(seconds * 1_000_000)
        shifted.append(struct.pack("=II", *divmod(total, 1_000_000)) + header[8:] + frame)
    path.write_bytes(octets[:FILE_HEADER] + b"".join(shifted))


def _records(octets: bytes) -> Iterator[Record]:
    at = FILE_HEADER
    while at < len(octets):
        header = octets[at:at + RECORD_HEADER]
        captured = struct.unpack("=I", header[8:12])[0]
        at += RECORD_HEADER
        yield header, octets[at:at + captured]
        at += captured
