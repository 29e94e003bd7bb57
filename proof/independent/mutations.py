"""Payloads that state a reason, that nearly do, or that state nothing, and frames with damage."""

import struct
from random import Random

from encoder import Frame, one_in

DIAGNOSTIC, DESCRIPTION = b"\x33\xaa", b"\xf3\x17"
WORDS = (
    "Connection refused", "go away", "timeout", "Zeitüberschreitung", "超時", "🛑 stop", "",
    "a\tb", "two\nlines", "BIG-IP: [0x11c5672:3045] TCP RST from remote system",
    "BIG-IP: [0x2a:1] {peer} No local listener", "BIG-IP: [0x:1] nothing", "BIG-IP: [0xZ:1] x",
    # What imitates the lines of tcpdump and tshark.
    ", length 8 [RST: code 14, pen 0]", "] [RST: Connection timeout (14)]", "[RST: code 9, pen 0",
    "%s%n%x", "\\n\\x41", "{\"a\":1}", "<b>bold</b>", "-- os.exit()", "'; DROP TABLE", "=1+1",
)
#: Octets that make a text none: controls, halves of characters, what hides or turns the text.
SPOILERS = (
    b"\0", b"\x1b[31m", b"\x7f", b"\xc2\x85", b"\xc3", b"\xff", b"\xe2\x80\xae", b"\xe2\x80\x8f",
    b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xef\xbf\xbe",
    b"\xef\xbb\xbf", b"\xf0\x9f\xbf\xbf", b"\xe2\x81\xa6",
)
LENGTHS = tuple(range(1, 40)) + (64, 255, 256, 999, 1000, 1001, 1460)


def diagnostic(random: Random) -> bytes:
    code = random.choice((
        random.randrange(20), random.randrange(20), random.randrange(65536), 0, 1, 14, 255, 256,
        1234, 3584, 65535,
    ))
    any_pen = random.randrange(1 << 32)
    pen = random.choice((0, 0, 0, 32473, 32473, 1, 9, 1 << 24, (1 << 32) - 1, any_pen))
    return DIAGNOSTIC + struct.pack("!HI", code, pen)


def words(random: Random) -> bytes:
    text = "".join(random.choice(WORDS) for _ in range(random.choice((1, 1, 1, 2, 3)))).encode()
    if one_in(random, 4):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(SPOILERS) + text[at:]
    return text


def linux(random: Random) -> bytes:
    made = bytes((random.choice((random.randrange(40), random.randrange(256))),)) + bytes(999)
    if one_in(random, 4):
        at = random.randrange(1000)
        made = made[:at] + bytes((random.randrange(256),)) + made[at + 1:]
    return made if one_in(random, 2) else (made + b"\0")[:random.choice((998, 999, 1000, 1001))]


def payload(random: Random) -> bytes:
    """One of any kind; half of them are mutated."""
    kind = random.randrange(20)
    if kind < 9:
        made = diagnostic(random)
    elif kind < 12:
        made = DESCRIPTION + words(random)
    elif kind == 12:
        made = linux(random)
    elif kind < 16:
        made = words(random)
    elif kind < 18:
        made = random.randbytes(random.choice(LENGTHS))
    elif kind == 18:
        made = diagnostic(random) + random.choice((diagnostic, words, linux))(random)
    else:
        made = b""
    return mutate(random, made) if one_in(random, 2) else made


def mutate(random: Random, octets: bytes) -> bytes:
    """Damage anywhere: octets are changed, left out, put in, repeated, turned round or cut off."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(octets) + 1)
        kind = random.randrange(7)
        if kind == 0 and at < len(octets):
            octets = octets[:at] + bytes((octets[at] ^ 1 << random.randrange(8),)) + octets[at + 1:]
        elif kind == 1 and at < len(octets):
            octets = octets[:at] + random.randbytes(1) + octets[at + 1:]
        elif kind == 2:
            octets = octets[:at] + octets[at + random.randrange(1, 4):]
        elif kind == 3:
            octets = octets[:at] + random.randbytes(random.randrange(1, 4)) + octets[at:]
        elif kind == 4 and len(octets) < 700:
            octets = octets[:at] + octets[:at] + octets[at:]
        elif kind == 5:
            octets = octets[:2][::-1] + octets[2:]
        else:
            octets = octets[:at]
    return octets


def damage(random: Random, frame: Frame) -> Frame:
    """A frame with broken headers: a few octets of them changed, or one of their lengths."""
    octets = bytearray(frame.octets)
    wire_length = frame.wire_length
    for _ in range(random.choice((1, 1, 2, 3))):
        kind = random.randrange(6)
        limit = min(frame.payload_at, len(octets))
        if kind < 2:
            at = random.randrange(limit)
            octets[at] = random.randrange(256) if kind else octets[at] ^ 1 << random.randrange(8)
        elif kind == 2:
            is_ipv4 = octets[frame.ip_at:frame.ip_at + 1] < b"\x60"
            shift(random, octets, frame.ip_at + (2 if is_ipv4 else 4))
        elif kind == 3 and frame.tcp_at + 12 < len(octets):
            octets[frame.tcp_at + 12] = random.randrange(16) << 4
        elif kind == 4 and frame.tcp_at + 20 < limit:
            octets[random.randrange(frame.tcp_at + 20, limit)] = random.randrange(256)
        elif len(octets) > 1:
            # The frame ends earlier, or has more behind it than its headers say.
            lost = random.randrange(1, min(len(octets), 30))
            octets = octets[:-lost] if one_in(random, 2) else octets + bytearray(lost)
            wire_length = max(len(octets), wire_length) if one_in(random, 2) else len(octets)
    return frame._replace(octets=bytes(octets), wire_length=max(wire_length, len(octets)))


def shift(random: Random, octets: bytearray, at: int) -> None:
    """Changes a length of 16 bits a little, or to anything."""
    if at + 2 > len(octets):
        return
    value = int.from_bytes(octets[at:at + 2], "big") + random.randrange(-12, 13)
    if one_in(random, 4):
        value = random.randrange(65536)
    octets[at:at + 2] = (value & 0xFFFF).to_bytes(2, "big")
