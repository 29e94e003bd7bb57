"""What three decoders say of a capture: tshark with the plugin, the patched tcpdump, decode."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from statements import Statement

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
BETWEEN = "\x1f"
FIELDS = (
    "frame.number", "rstdiag.format", "rstdiag.status", "tcp.rst_diagnostic.reason_code",
    "tcp.rst_diagnostic.vendor_reason_code", "rstdiag.linux_reason", "tcp.rst_diagnostic.pen",
    "rstdiag.reason", "tcp.rst_diagnostic.reason_desc", "rstdiag.text", "_ws.lua.error",
)


class Broken(Exception):
    """A tool that crashed, complained or hung."""


class Tools:
    """The programs, and a folder of their own, in one to which nobody else can write."""

    def __init__(self, tcpdump: str, parent: str) -> None:
        self.tcpdump = tcpdump
        self.folder = Path(tempfile.mkdtemp(dir=parent))
        self.capture = self.folder / "fuzz.pcap"
        self.words: Dict[Tuple[str, str], str] = {}
        plugin = self.folder / "rstdiag.lua"
        shutil.copyfile(ROOT / "dist/wireshark/rstdiag.lua", plugin)
        home = self.folder / "home"
        home.mkdir(mode=0o700)
        self.environment = {
            **os.environ, "HOME": str(home), "WIRESHARK_CONFIG_DIR": str(home),
            "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home),
        }
        self.tshark, self.script = ["tshark"], ["-X", f"lua_script:{plugin}"]
        # Wireshark 4.4 and later load no Lua for root.
        if os.getuid() == 0:
            shutil.chown(home, NOBODY, NOBODY)
            self.folder.chmod(0o711)
            ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            self.tshark = ["setpriv", *ids, *self.tshark]

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, capture: bytes) -> None:
        self.capture.write_bytes(capture)

    def list_words(self) -> Dict[Tuple[str, str], str]:
        """The words of numbers, by field and number, as tshark itself lists them."""
        command = [*self.tshark, "-G", "values", *self.script]
        rows = (line.split("\t") for line in run(command, self.environment).decode().split("\n"))
        return {(row[1], row[2]): row[3] for row in rows if row[0] == "V"}

    def run_tshark(self) -> Dict[int, List[Statement]]:
        fields = [part for field in FIELDS for part in ("-e", field)]
        output = ["-T", "fields", "-E", "separator=/t", "-E", f"aggregator={BETWEEN}", *fields]
        shown = ["-Y", "rstdiag.format || _ws.lua.error"]
        command = [*self.tshark, "-n", *self.script, "-r", str(self.capture), *shown, *output]
        lines = run(command, self.environment).decode().split("\n")
        self.words = self.words or self.list_words()
        return dict(read_fields(line.split("\t"), self.words) for line in lines if line)

    def run_decode(self) -> Dict[int, dict]:
        command = ["node", str(ROOT / "build/cli.js"), "decode", "--json", str(self.capture)]
        records = map(json.loads, run(command).splitlines())
        return {record["frame"]: record for record in records}

    def run_tcpdump(self, verbosity: int) -> Dict[int, str]:
        """What stands behind the segment's length, of each frame that has a segment with data."""
        command = [self.tcpdump, "-n", "-t", "-#", "-" + "v" * verbosity, "-r", str(self.capture)]
        return read_packets(run(command).decode("latin-1"))


def run(command: List[str], environment: Optional[Dict[str, str]] = None) -> bytes:
    """The output of a program, which must end well and say nothing of a mistake."""
    environment = {**(environment or os.environ), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    name = next(part for part in command if Path(part).name in ("tshark", "tcpdump", "node"))
    try:
        ended = subprocess.run(
            command, env=environment, capture_output=True, timeout=600, check=False,
        )
    except subprocess.TimeoutExpired:
        raise Broken(f"{name} does not end") from None
    said = ended.stderr.decode(errors="replace")
    complaint = [line for line in said.splitlines() if re.search("lua|rror|anitizer", line)]
    # decode ends with 4 where a payload is malformed.
    if ended.returncode not in ((0, 4) if "node" in name else (0,)) or complaint:
        raise Broken(f"{name} ended with {ended.returncode}: {said[-1000:]}")
    return ended.stdout


def number(text: str) -> Optional[int]:
    return int(text) if text else None


def read_fields(
    columns: List[str], words: Dict[Tuple[str, str], str]
) -> Tuple[int, List[Statement]]:
    """The statements of a frame; several are not told apart, and have their formats alone."""
    frame, formats, status, *numbers, pen, reason, description, text, error = columns
    if error:
        raise Broken(f"Lua error in frame {frame}: {error}")
    kinds = [words["rstdiag.format", kind] for kind in formats.split(BETWEEN)]
    if len(kinds) > 1:
        return int(frame), [Statement(kind, "", None, None, None, None) for kind in kinds]
    # A code of which the enterprise was not captured is in no field.
    stated = number("".join(numbers))
    said = (description or text) or None
    status = words["rstdiag.status", status]
    return int(frame), [Statement(kinds[0], status, stated, number(pen), reason or None, said)]


BEGINNING = re.compile(r"^ *(\d+)  ", re.MULTILINE)
SAID = re.compile(r", length (\d+) (\[!?RST\+?[: ].*)", re.DOTALL)


def read_packets(output: str) -> Dict[int, str]:
    found: Dict[int, str] = {}
    wanted, start = 1, 0
    for match in BEGINNING.finditer(output):
        if int(match[1]) != wanted:
            continue
        if wanted > 1:
            keep(found, wanted - 1, output[start:match.start()])
        wanted, start = wanted + 1, match.end()
    keep(found, wanted - 1, output[start:])
    return found


def keep(found: Dict[int, str], frame: int, lines: str) -> None:
    match = SAID.search(lines)
    if match:
        found[frame] = match[2].rstrip("\n")
