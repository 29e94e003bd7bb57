"""A fourth opinion: what a payload states, by the draft, docs/formats.md and the registries."""

import codecs
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Dict, NamedTuple, Optional

from headers import Payload


class Statement(NamedTuple):
    """What a tool says of a frame."""

    format: str
    status: str
    code: Optional[int]
    pen: Optional[int]
    reason: Optional[str]
    text: Optional[str]


#: A text that this reader cannot judge: of characters about which the documents say nothing.
DOUBTFUL = object()
SPACES = "\t\n\r"


def read_text(octets: bytes, is_cut: bool):
    """Printable UTF-8, without the character that a cut broke; None where it is something else."""
    # Python waits for the end of half a pair of UTF-16, which no octets can complete.
    if is_cut and re.search(rb"\xed[\xa0-\xbf]\Z", octets):
        return None
    try:
        text = codecs.getincrementaldecoder("utf-8")("strict").decode(octets, final=not is_cut)
    except UnicodeDecodeError:
        return None
    if text.isascii() and text.isprintable():
        return text
    kinds = {unicodedata.category(letter) for letter in text if letter not in SPACES}
    if kinds & {"Cc", "Zl", "Zp"} or any(hides(letter) for letter in text):
        return None
    return DOUBTFUL if kinds & {"Cf", "Cn", "Co", "Cs"} else text


def hides(letter: str) -> bool:
    """What turns the direction, marks the encoding, or is no character (Unicode, chapter 23)."""
    code = ord(letter)
    turns = letter in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    marks = letter in "\ufeff\ufff9\ufffa\ufffb"
    return turns or marks or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


BIG_IP = re.compile(r"BIG-IP: \[0x[0-9A-Fa-f]+:[0-9]+\] (?:\{peer\} |(?!\{peer\} ))(.+)", re.DOTALL)


class Reader:
    """Reads payloads by the registries of a folder, which it reads itself."""

    def __init__(self, registry: Path) -> None:
        self.causes = causes_of(registry / "tcp-failure-causes.draft-02.xml")
        self.vendors = {int(path.stem): causes_of(path) for path in registry.glob("vendors/*.xml")}
        self.linux = causes_of(registry / "linux-rst-reasons.v6.12.xml")
        self.older_linux = causes_of(registry / "linux-rst-reasons.v6.10.xml")

    def reason(self, code: int, pen: int) -> Optional[str]:
        return (self.causes if pen == 0 else self.vendors.get(pen, {})).get(code)

    def read(self, payload: Payload) -> Optional[Statement]:
        """What a payload states; None where this reader cannot tell."""
        octets, length = payload
        is_cut = len(octets) < length
        whole = "truncated" if is_cut else "valid"
        if octets[:2] == b"\x33\xaa":
            return self.read_diagnostic(octets, length, whole)
        if octets[:2] == b"\xf3\x17":
            if length < 3:
                return Statement("description", "malformed", None, None, None, None)
            text = read_text(octets[2:], is_cut)
            if text is DOUBTFUL:
                return None
            status = "malformed" if text is None else whole
            return Statement("description", status, None, None, None, text or None)
        if length == 1000 and not any(octets[1:]):
            if octets[0] in self.linux or octets[0] in self.older_linux:
                reason = self.linux.get(octets[0])
                return Statement("linux-experiment", whole, octets[0], None, reason, None)
        text = read_text(octets, is_cut) if len(octets) >= 4 else None
        if text is DOUBTFUL:
            return None
        if text is None:
            return Statement("opaque", whole, None, None, None, None)
        match = BIG_IP.fullmatch(text)
        return Statement("text", whole, None, None, match and match[1], text)

    def read_diagnostic(self, octets: bytes, length: int, whole: str) -> Statement:
        """Section 4.1 of the draft."""
        if length != 8:
            return Statement("diagnostic", "malformed", None, None, None, None)
        code = int.from_bytes(octets[2:4], "big") if len(octets) >= 4 else None
        pen = int.from_bytes(octets[4:8], "big") if len(octets) == 8 else None
        reason = None if pen is None or code is None else self.reason(code, pen)
        return Statement("diagnostic", "malformed" if code == 0 else whole, code, pen, reason, None)


def causes_of(path: Path) -> Dict[int, str]:
    """The codes of a registry in IANA's XML that stand for a cause."""
    space = "{http://www.iana.org/assignments}"
    found: Dict[int, str] = {}
    for record in ElementTree.parse(path).getroot().iter(f"{space}record"):
        value = record.findtext(f"{space}value") or ""
        text = " ".join("".join(record.find(f"{space}description").itertext()).split())
        if text.lower() != "unassigned":
            first, _, last = value.partition("-")
            found.update((code, text) for code in range(int(first), int(last or first) + 1))
    return found
