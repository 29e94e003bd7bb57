"""The headers of a frame, read anew from the RFCs, and strictly: what is not plain is unsure."""

from typing import Iterator, NamedTuple, Optional, Tuple, Union

from encoder import ETHERNET, LOOP, NULL, RST, SLL, SLL2


class Payload(NamedTuple):
    """What was captured of a reset's payload, and how long it was."""

    octets: bytes
    length: int


class Nothing(NamedTuple):
    """No reset with a payload of which something was captured; nor can a tool say otherwise."""

    why: str
    #: Whether the headers were captured whole, and a payload follows of which nothing was.
    lost: bool = False
    length: int = 0


LIKE_PPP = "raw IP that Wireshark takes for PPP"


class Unsure(NamedTuple):
    """Headers about which readers may differ; docs/formats.md says how."""

    why: str


Segment = Union[Payload, Nothing, Unsure]


def read_frame(link: int, octets: bytes, wire_length: int) -> Segment:
    """Finds the payload of a reset, strictly: what is not plain is unsure."""
    found = find_ip(link, octets)
    if isinstance(found, Unsure):
        return found
    at, version = found
    if at >= len(octets):
        return Unsure("link header cut")
    if octets[at] >> 4 != version:
        return Unsure("another version of IP")
    segment = (read_ipv4 if version == 4 else read_ipv6)(octets, at, wire_length)
    is_known = {SLL: octets[2:4], SLL2: octets[8:10]}.get(link, b"\0\x01") == b"\0\x01"
    return segment if is_known or isinstance(segment, Unsure) else Unsure("other hardware")


def find_ip(link: int, octets: bytes) -> Union[Tuple[int, int], Unsure]:
    """Where the IP header begins, and the version of IP that is announced."""
    if link in (NULL, LOOP):
        family = int.from_bytes(octets[:4], "little" if link == NULL else "big")
        if len(octets) > 4 and family in (2, 24, 28, 30):
            return 4, 4 if family == 2 else 6
        # Linux has 10 for IPv6, which decode reads, and neither of the others.
        return Unsure("another family")
    if link not in (ETHERNET, SLL, SLL2):
        version = octets[0] >> 4 if octets else 0
        # With an octet of something before it, this is how PPP begins.
        if octets[1:3] == b"\xff\x03":
            return Unsure(LIKE_PPP)
        return (0, version) if version in (4, 6) else Unsure("no IP")
    type_at, at = {ETHERNET: (12, 14), SLL: (14, 16), SLL2: (0, 20)}[link]
    kind = octets[type_at:type_at + 2]
    tags = 0
    while kind in (b"\x81\x00", b"\x88\xa8", b"\x91\x00"):
        kind = octets[at + 2:at + 4]
        at += 4
        tags += 1
    if link != ETHERNET and tags:
        return Unsure("a tag on another link")
    if kind == b"\x08\x00":
        return at, 4
    return (at, 6) if kind == b"\x86\xdd" else Unsure("another EtherType")


def read_ipv4(octets: bytes, at: int, wire_length: int) -> Segment:
    """RFC 791 section 3.1."""
    if len(octets) < at + 20:
        return Nothing("IP header cut")
    length = (octets[at] & 15) * 4
    total = int.from_bytes(octets[at + 2:at + 4], "big")
    end = at + total
    # A host that leaves segmentation to its interface writes 0, which tcpdump 4.99.3 does not read.
    if total == 0:
        return Unsure("IP length 0")
    if length < 20 or end < at + length:
        return Unsure("IP lengths")
    if end > wire_length:
        return Unsure("IP longer than the frame")
    if int.from_bytes(octets[at + 6:at + 8], "big") & 0xBFFF:
        return Unsure("fragment")
    if octets[at + 9] != 6:
        return Unsure("another protocol")
    options = octets[at + 20:at + length]
    if not well_formed(options, len(options) < length - 20, (0, 1)) or not fixed_lengths(options):
        return Unsure("IP options")
    if len(octets) < at + length:
        return Nothing("IP options cut")
    return read_tcp(octets[:end], at + length, end)


def read_ipv6(octets: bytes, at: int, wire_length: int) -> Segment:
    """RFC 8200 section 3; with headers of padding, of a segment that is reached."""
    if len(octets) < at + 40:
        return Nothing("IP header cut")
    length = int.from_bytes(octets[at + 4:at + 6], "big")
    kind, start, end = octets[at + 6], at + 40, at + 40 + length
    if length == 0:
        return Unsure("payload length 0")
    if end > wire_length:
        return Unsure("IP longer than the frame")
    order = (0, 60, 43, 44)
    while kind in order:
        order = order[order.index(kind) + 1:]
        head = octets[start:start + 8]
        if len(head) < 8:
            return Nothing("extension header cut") if start + 8 <= end else Unsure("IP lengths")
        size = 8 if kind == 44 else 8 + head[1] * 8
        body = octets[start:min(start + size, end)]
        if start + size > end:
            return Unsure("IP lengths")
        if kind in (0, 60) and not well_formed(body[2:], len(body) < size, (0,)):
            return Unsure("IP options")
        if kind in (0, 60) and any(octet not in (0, 1, size - 4) for octet in body[2:]):
            return Unsure("IP options")
        if kind == 43 and (head[1:4] != b"\x02\x04\0" or head[4:8] != bytes(4)):
            return Unsure("routing header")
        if kind == 44 and (head[1] != 0 or head[2:4] != b"\0\0"):
            return Unsure("fragment")
        if len(body) < size:
            return Nothing("extension header cut")
        kind, start = head[0], start + size
    if kind != 6:
        return Unsure("another protocol")
    return read_tcp(octets[:end], start, end)


def read_tcp(octets: bytes, at: int, end: int) -> Segment:
    """RFC 9293 section 3.1."""
    if end < at + 20:
        return Unsure("TCP longer than IP says")
    if len(octets) < at + 20:
        return Nothing("TCP header cut")
    length = (octets[at + 12] >> 4) * 4
    if length < 20 or at + length > end:
        return Unsure("TCP header length")
    if 8100 <= int.from_bytes(octets[at + 14:at + 16], "big") <= 9999:
        return Unsure("a window that states something")
    if not octets[at + 13] & RST:
        return Nothing("no RST")
    options = octets[at + 20:at + length]
    if any(option and option[0] == MPTCP for option in options_of(options, (0, 1))):
        return Unsure("an option that states something")
    is_cut = len(options) < length - 20
    if not well_formed(options, is_cut, (0, 1)) or not known_lengths(options):
        return Unsure("TCP options")
    if end == at + length:
        return Nothing("no payload")
    if is_cut:
        return Nothing("TCP options cut")
    payload = octets[at + length:]
    if not payload:
        return Nothing("payload not captured", True, end - at - length)
    return Payload(payload, end - at - length)


#: Its option may state a reason (RFC 8684 section 3.6), beside which tshark shows that of the payload.
MPTCP = 30


def options_of(octets: bytes, alone: Tuple[int, ...]) -> Iterator[Optional[Tuple[int, bytes]]]:
    """Kind and value of each option up to the end; None in the place of one that is not right."""
    at = 0
    while at < len(octets):
        kind = octets[at]
        if kind in alone:
            # Behind the end of IPv4's and TCP's options there is only padding.
            if kind == 0 and alone == (0, 1):
                return
            at += 1
            continue
        length = octets[at + 1] if at + 1 < len(octets) else 0
        size = length if alone == (0, 1) else length + 2
        if size < 2 or at + size > len(octets):
            yield None
            return
        yield kind, octets[at + 2:at + size]
        at += size


def well_formed(octets: bytes, is_cut: bool, alone: Tuple[int, ...]) -> bool:
    return is_cut or None not in list(options_of(octets, alone))


#: Octets of the value of IPv4's options that have a fixed length. Where another one is stated,
#: tshark reads as many all the same, and ends with the frame where the header has fewer.
FIXED = {11: 2, 12: 2, 25: 6, 82: 10, 136: 2, 148: 2}


def fixed_lengths(octets: bytes) -> bool:
    found = [option for option in options_of(octets, (0, 1)) if option is not None]
    return all(len(value) == FIXED.get(kind, len(value)) for kind, value in found)


#: Octets of the value, for kinds that readers look into; others that they know are not read here.
KNOWN = {2: (2,), 3: (1,), 4: (0,), 5: (8, 16, 24, 32), 8: (8,), 28: (2,)}


def known_lengths(octets: bytes) -> bool:
    for option in options_of(octets, (0, 1)):
        if option is None:
            continue
        kind, value = option
        if kind in KNOWN and len(value) in KNOWN[kind] and not (kind == 3 and value[0] > 14):
            continue
        if not 80 <= kind <= 120:
            return False
    return True
