"""TCP segments as octets: made for raw sockets, and read again. RFC 791, 8200 and 9293."""

import socket
import struct
from typing import NamedTuple, Optional

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
IPV4, IPV6 = 0x0800, 0x86DD
TCP = 6


class Segment(NamedTuple):
    """One segment; ports, sequence number and so on as RFC 9293 names them."""

    source: str
    source_port: int
    destination: str
    destination_port: int
    sequence: int
    acknowledgment: int
    flags: int
    window: int = 0
    payload: bytes = b""
    time_to_live: int = 64
    identification: int = 0
    #: SEG.LEN by the IP header, which holds also where a snapshot length cut the payload.
    payload_length: int = 0

    @property
    def next_sequence(self) -> int:
        """The sequence number after this segment (SYN and FIN count one each)."""
        controls = (self.flags & SYN != 0) + (self.flags & FIN != 0)
        return (self.sequence + self.payload_length + controls) % 2**32


def build(segment: Segment) -> bytes:
    """The IP packet of a segment, with checksums; no options in either header."""
    version_6 = ":" in segment.source
    family = socket.AF_INET6 if version_6 else socket.AF_INET
    addresses = (socket.inet_pton(family, segment.source)
                 + socket.inet_pton(family, segment.destination))
    text = struct.pack("!HHIIBBHHH", segment.source_port, segment.destination_port,
                       segment.sequence, segment.acknowledgment, 5 << 4, segment.flags,
                       segment.window, 0, 0) + segment.payload
    # Added up, this is the pseudo-header of either version (RFC 8200 section 8.1).
    text = _with_checksum(text, 16, addresses + struct.pack("!HH", TCP, len(text)))
    if version_6:
        return struct.pack("!IHBB", 6 << 28, len(text), TCP, segment.time_to_live) + addresses + text
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(text), segment.identification, 0,
                         segment.time_to_live, TCP, 0) + addresses
    return _with_checksum(header, 10, b"") + text


def _with_checksum(octets: bytes, offset: int, before: bytes) -> bytes:
    covered = before + octets
    words = struct.unpack(f"!{(len(covered) + 1) // 2}H", covered + b"\0" * (len(covered) % 2))
    total = sum(words)
    while total > 0xFFFF:
        total = (total >> 16) + (total & 0xFFFF)
    return octets[:offset] + struct.pack("!H", total ^ 0xFFFF) + octets[offset + 2:]


def read_packet(packet: bytes) -> Optional[Segment]:
    """Reads an IP packet of the laboratory: no fragments, no IPv6 extension headers."""
    if len(packet) < 40:
        return None
    version = packet[0] >> 4
    if version == 4:
        total, identification = struct.unpack("!HH", packet[2:6])
        start, hops, protocol = (packet[0] & 15) * 4, packet[8], packet[9]
        source, destination = socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20])
    else:
        total, identification = 40 + struct.unpack("!H", packet[4:6])[0], 0
        start, hops, protocol = 40, packet[7], packet[6]
        source = socket.inet_ntop(socket.AF_INET6, packet[8:24])
        destination = socket.inet_ntop(socket.AF_INET6, packet[24:40])
    if protocol != TCP or len(packet) < start + 20:
        return None
    fields = struct.unpack("!HHIIBBH", packet[start:start + 16])
    source_port, destination_port, sequence, acknowledgment, offset, flags, window = fields
    text = start + (offset >> 4) * 4
    return Segment(source, source_port, destination, destination_port, sequence, acknowledgment,
                   flags, window, packet[text:total], hops, identification, total - text)
