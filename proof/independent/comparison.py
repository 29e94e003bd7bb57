"""What each decoder must say of a frame, and where one of them says something else."""

import re
from collections import Counter
from typing import Any, List, NamedTuple, Optional

from encoder import Frame
from headers import Nothing, Payload, Segment, Unsure, read_frame
from statements import Reader, Statement

SHOWN_DIGITS = 300
#: Where readers may see other octets, another length, or more; docs/formats.md says why.
OTHERWISE = (
    "IP longer than the frame", "fragment", "IP lengths", "IP length 0", "payload length 0",
    "an option that states something",
)
#: RFC 5612 reserves it for documentation, so that no tcpdump knows its codes.
EXAMPLE_PEN = 32473
NUMBERS = re.compile(r"^\[RST: (?:[^\[\]()]* \()?code (\d+), pen (\d+)")


def show_octet(octet: int) -> str:
    """As tcpdump 4.99 prints what is no text."""
    mark = "M-" if octet >= 0x80 else ""
    octet &= 0x7F
    return mark + (chr(octet) if 0x20 <= octet < 0x7F else "^" + chr(octet ^ 0x40))


SHOWN = tuple(map(show_octet, range(256)))


def want_tcpdump(reader: Reader, segment: Segment, verbosity: int) -> Optional[str]:
    """What tcpdump must print of a reset's payload; nothing where there is none."""
    if isinstance(segment, Nothing):
        more = "+" if segment.length > 30 else ""
        return f"[!RST{more} ]" if segment.lost else None
    octets, length = segment
    is_cut = len(octets) < length
    if octets[:2] != b"\x33\xaa":
        shown = "".join([SHOWN[octet] for octet in octets[:30]])
        return f"[{'!' if is_cut else ''}RST{'+' if length > 30 else ''} {shown}]"
    if length != 8:
        return f"[RST: length {length} != 8 (invalid)]" + (" [|tcp]" if is_cut else "")
    if is_cut:
        return "[RST:  [|tcp]"
    code, pen = int.from_bytes(octets[2:4], "big"), int.from_bytes(octets[4:], "big")
    is_known = pen != EXAMPLE_PEN and verbosity > (1 if pen == 0 else 2)
    reason = reader.reason(code, pen) if is_known else None
    numbers = f"code {code}, pen {pen}"
    if reason is None:
        words = numbers
    else:
        words = reason if verbosity == 2 else f"{reason} ({numbers})"
    return f"[RST: {words}{' (invalid)' if code == 0 else ''}]"


def of_record(record: dict) -> Statement:
    """What decode says, with the members that all have."""
    return Statement(
        record["format"], record["status"], record.get("reasonCode"), record.get("pen"),
        record.get("reason"), record.get("text"),
    )


def as_tshark_shows(statement: Statement) -> Statement:
    """What tshark's fields can say: no code before its owner is known, and no ends of lines."""
    code = statement.code if statement.pen is not None or statement.format != "diagnostic" else None
    text, reason = escape(statement.text), escape(statement.reason)
    return statement._replace(code=code, text=text, reason=reason)


def escape(text: Optional[str]) -> Optional[str]:
    """tshark 4.0 escapes no backslash, so nobody could tell it from what it escapes."""
    if text is None:
        return None
    return text.replace("\\", "").replace("\n", "n").replace("\r", "r").replace("\t", "t")


def without_backslashes(statement: Statement) -> Statement:
    text, reason = statement.text, statement.reason
    return statement._replace(
        text=text and text.replace("\\", ""), reason=reason and reason.replace("\\", ""),
    )


class Said(NamedTuple):
    """What the three say of one frame, or of all frames by their numbers."""

    tshark: Any
    decode: Any
    tcpdump: Any


class Judge:
    """Counts what is compared, by the words of one registry and one tcpdump's `-v`."""

    def __init__(self, reader: Reader, verbosity: int) -> None:
        self.reader = reader
        self.verbosity = verbosity
        self.counts: Counter = Counter()

    def compare(self, link: int, frames: List[Frame], said: Said) -> List[str]:
        """The differences of all frames, a line each."""
        self.counts["frames"] += len(frames)
        problems: List[str] = []
        for at, frame in enumerate(frames, 1):
            segment = read_frame(link, frame.octets, frame.wire_length)
            record = said.decode.get(at)
            ours = None if record is None else of_record(record)
            one = Said(said.tshark.get(at, []), ours, said.tcpdump.get(at))
            differences = self.judge(segment, one)
            if differences:
                shown = frame.octets[frame.ip_at:].hex()[:SHOWN_DIGITS]
                problems += [f"frame {at} ({shown}): {words}" for words in differences]
        return problems

    def judge(self, segment: Segment, said: Said) -> List[str]:
        if isinstance(segment, Unsure):
            readers = [name for name, words in said._asdict().items() if words]
            self.counts[f"unsure: {segment.why}; read by {', '.join(readers) or 'none'}"] += 1
            return self.judge_unsure(segment.why, said)
        self.counts["sound"] += 1
        want = self.want(segment, said.decode)
        expected = [] if want is None else [as_tshark_shows(want)]
        line = want_tcpdump(self.reader, segment, self.verbosity)
        found = [without_backslashes(one) for one in said.tshark]
        printed = said.tcpdump
        return [
            *([f"decode says {said.decode}, wanted {want}"] if said.decode != want else []),
            *([f"tshark says {said.tshark}, wanted {expected}"] if found != expected else []),
            *([f"tcpdump prints {printed!r}, wanted {line!r}"] if printed != line else []),
        ]

    def want(self, segment: Segment, ours: Optional[Statement]) -> Optional[Statement]:
        """What all must say of a frame about whose headers nobody can differ."""
        if not isinstance(segment, Payload):
            return None
        want = self.reader.read(segment)
        if want is None:
            # Of its characters no document says whether they are printable.
            self.counts["doubtful texts"] += 1
            want = ours
        if want is not None:
            self.counts["statements"] += 1
            self.counts[f"{want.format}, {want.status}"] += 1
        return want

    def judge_unsure(self, why: str, said: Said) -> List[str]:
        """Of broken headers each may see nothing; but what two of them see must be the same."""
        if said.decode is None or why in OTHERWISE:
            return []
        ours, problems = as_tshark_shows(said.decode), []
        if len(said.tshark) == 1:
            self.counts["compared in unsound headers"] += 1
            if without_backslashes(said.tshark[0]) != ours:
                problems.append(f"tshark says {said.tshark}, decode {ours}, in spite of {why}")
        numbers = NUMBERS.search(said.tcpdump or "")
        if numbers and (said.decode.code, said.decode.pen) != (int(numbers[1]), int(numbers[2])):
            problems.append(f"tcpdump prints {said.tcpdump!r}, decode {ours}, in spite of {why}")
        return problems
