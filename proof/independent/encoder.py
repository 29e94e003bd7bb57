"""Frames of TCP resets, written octet by octet from the RFCs: link, IP, TCP and a payload.

Nothing here is shared with the product, nor with its fuzzers: a mistake there is not repeated here.
"""

import struct
from random import Random
from typing import List, NamedTuple, Tuple

ETHERNET, RAW, NULL, LOOP, SLL, SLL2 = 1, 101, 0, 108, 113, 276
LINKS = (ETHERNET, ETHERNET, ETHERNET, RAW, NULL, LOOP, SLL, SLL2)
RST = 0x04


class Frame(NamedTuple):
    """A frame as a capture has it, and where its parts begin, for those who break them."""

    octets: bytes
    wire_length: int
    ip_at: int
    tcp_at: int
    payload_at: int


class Dice(Random):
    """Chance that is fast, and all of it from one seed."""

    def randrange(self, start, stop=None, step=1) -> int:
        low, high = (0, start) if stop is None else (start, stop)
        return low + int(self.random() * (high - low))

    def choice(self, seq):
        return seq[int(self.random() * len(seq))]


def one_in(random: Random, count: int) -> bool:
    return random.random() * count < 1


def internet_sum(octets: bytes) -> int:
    """RFC 1071: the sum with its carries is a remainder by 0xFFFF, but 0 only of zeros."""
    value = int.from_bytes(octets + b"\0" * (len(octets) % 2), "big")
    return 0xFFFF - ((value - 1) % 0xFFFF + 1 if value else 0)


def link_header(random: Random, link: int, version: int) -> Tuple[bytes, bytes]:
    """What stands before and behind the IP packet."""
    ether_type = b"\x08\x00" if version == 4 else b"\x86\xdd"
    if link == ETHERNET:
        addresses = b"\x02" + random.randbytes(5) + b"\x02" + random.randbytes(5)
        tags = b""
        while one_in(random, 5) and len(tags) < 12:
            kind = random.choice((b"\x81\x00", b"\x88\xa8", b"\x91\x00"))
            tags += kind + random.randbytes(2)
        trailer = random.randbytes(random.randrange(24)) if one_in(random, 8) else b""
        return addresses + tags + ether_type, trailer
    if link == SLL:
        return b"\0\0\0\x01\0\x06\x02" + random.randbytes(5) + b"\0\0" + ether_type, b""
    if link == SLL2:
        return ether_type + bytes(6) + b"\0\x01\0\x06\x02" + random.randbytes(5) + b"\0\0", b""
    if link in (NULL, LOOP):
        family = 2 if version == 4 else random.choice((24, 28, 30))
        return struct.pack("<I" if link == NULL else "!I", family), b""
    return b"", b""


def ipv4_options(random: Random) -> bytes:
    """RFC 791 section 3.1: well-formed ones."""
    if not one_in(random, 8):
        return b""
    made = b""
    for _ in range(random.randrange(4)):
        made += random.choice((
            b"\x01",
            b"\x07\x07\x04" + random.randbytes(4),  # Record Route
            b"\x94\x04\0\0",  # Router Alert
            b"\x44\x08\x05\0" + random.randbytes(4),  # Timestamp
        ))
    return made + bytes(-len(made) % 4)


def ipv4(random: Random, tcp: bytes, source: bytes, destination: bytes) -> Tuple[bytes, int]:
    options = ipv4_options(random)
    length = 20 + len(options)
    head = struct.pack(
        "!BBHHHBBH", 0x40 | length // 4, random.randrange(256), length + len(tcp),
        random.randrange(65536), random.choice((0, 0x4000)), random.randrange(256), 6, 0,
    ) + source + destination + options
    checksum = random.randrange(65536) if one_in(random, 20) else internet_sum(head)
    return head[:10] + struct.pack("!H", checksum) + head[12:] + tcp, length


def ipv6_extensions(random: Random) -> Tuple[bytes, List[int]]:
    """RFC 8200 section 4: headers of padding, in their order, and of a fragment that is whole."""
    chain: List[Tuple[int, bytes]] = []
    if one_in(random, 8):
        chain.append((0, padded(random)))
    if one_in(random, 12):
        chain.append((60, padded(random)))
    if one_in(random, 20):
        # Segment routing (RFC 8754) with one segment, which is reached.
        chain.append((43, b"\x02\x04\0\0\0\0\0" + random.randbytes(16)))
    if one_in(random, 16):
        chain.append((44, b"\0\0\0" + random.randbytes(4)))
    kinds = [kind for kind, _ in chain] + [6]
    return b"".join(bytes((kinds[at + 1],)) + body for at, (_, body) in enumerate(chain)), kinds


def padded(random: Random) -> bytes:
    """An option header's length, and one PadN that fills it."""
    words = random.choice((0, 0, 1, 3))
    room = 6 + 8 * words
    return bytes((words, 1, room - 2)) + bytes(room - 2)


def ipv6(random: Random, tcp: bytes, source: bytes, destination: bytes) -> Tuple[bytes, int]:
    extensions, kinds = ipv6_extensions(random)
    head = struct.pack(
        "!IHBB", 6 << 28 | random.randrange(1 << 28), len(extensions) + len(tcp), kinds[0],
        random.randrange(256),
    )
    return head + source + destination + extensions + tcp, 40 + len(extensions)


def tcp_options(random: Random) -> bytes:
    """RFC 9293 section 3.1 and others: well-formed ones, of 40 octets at most."""
    if one_in(random, 2):
        return b""
    made = b""
    for _ in range(random.randrange(6)):
        made += random.choice((
            b"\x01",
            b"\x02\x04" + random.randbytes(2),
            b"\x03\x03" + bytes((random.randrange(15),)),
            b"\x04\x02",
            b"\x05\x0a" + random.randbytes(8),
            b"\x05\x12" + random.randbytes(16),
            b"\x08\x0a" + random.randbytes(8),
            b"\x1c\x04" + random.randbytes(2),
            bytes((random.randrange(80, 120), 6)) + random.randbytes(4),
        ))
    made = made if len(made) <= 40 else b"\x01" * 40
    end = b"\0" * (-len(made) % 4) if one_in(random, 3) else b"\x01" * (-len(made) % 4)
    return made + end


#: A window that NetScaler is known to write its code into states something outside the payload.
WINDOWS = (0, 1, 512, 8000, 16384, 64240, 65535)


def tcp(random: Random, payload: bytes, addresses: bytes) -> Tuple[bytes, int]:
    options = tcp_options(random)
    length = 20 + len(options)
    flags = random.choice((RST, RST | 0x10, RST | 0x10, RST | 0x18, random.randrange(256) | RST))
    if one_in(random, 20):
        flags &= ~RST & 0xFF
    head = struct.pack(
        "!HHIIBBHHH", random.randrange(65536), random.randrange(65536),
        random.randrange(1 << 32), random.randrange(1 << 32), length // 4 << 4, flags,
        random.choice(WINDOWS), 0, random.randrange(65536) if one_in(random, 20) else 0,
    ) + options
    pseudo = addresses + struct.pack("!II", length + len(payload), 6)
    right = internet_sum(pseudo + head + payload)
    checksum = random.randrange(65536) if one_in(random, 10) else right
    return head[:16] + struct.pack("!H", checksum) + head[18:] + payload, length


def encode(random: Random, link: int, payload: bytes) -> Frame:
    """A frame with headers as a host writes them and this payload, whole or cut by a snapshot."""
    version = random.choice((4, 6))
    size = 4 if version == 4 else 16
    source, destination = random.randbytes(size), random.randbytes(size)
    if version == 4:
        # Neither multicast nor nobody's.
        source, destination = b"\x0a" + source[1:], b"\xc6" + destination[1:]
    else:
        source, destination = b"\x20\x01" + source[2:], b"\x20\x01" + destination[2:]
    segment, tcp_length = tcp(random, payload, source + destination)
    wrap = ipv4 if version == 4 else ipv6
    packet, ip_length = wrap(random, segment, source, destination)
    before, behind = link_header(random, link, version)
    whole = before + packet + behind
    ip_at = len(before)
    payload_at = ip_at + ip_length + tcp_length
    kept = len(whole)
    if one_in(random, 8):
        kept = random.randrange(1, len(whole) + 1)
    elif one_in(random, 8) and payload:
        kept = payload_at + random.randrange(min(len(payload), 12))
    return Frame(whole[:kept], len(whole), ip_at, ip_at + ip_length, payload_at)


def pcap(link: int, frames: List[Frame]) -> bytes:
    """A capture in the format of libpcap 2.4, a millisecond from frame to frame."""
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link)]
    for at, frame in enumerate(frames):
        seconds, milliseconds = divmod(at, 1000)
        time = 1777982400 + seconds, milliseconds * 1000
        parts.append(struct.pack("<IIII", *time, len(frame.octets), frame.wire_length))
        parts.append(frame.octets)
    return b"".join(parts)
