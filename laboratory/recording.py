"""Captures while a scenario runs: tcpdump at the points where an analyst would stand."""

import subprocess
import time
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional

from network import SERVER, Network
from pcap import copy_some


class Point(NamedTuple):
    """Where, and how well, is captured."""

    #: Attribute of Network.
    host: str
    interface: str
    #: What the capture does not have, in words; none where it has everything.
    partial: Optional[str] = None
    expression: str = "tcp"
    #: Octets of each frame; 0 is all of it.
    snap_length: int = 0


POINTS: Dict[str, Point] = {
    "client": Point("client", "client0"),
    "server": Point("server", "server0"),
    "middle": Point("middle", "any"),
    "client-receives": Point("client", "client0", "one direction: what the client receives",
                             f"tcp and src host {SERVER[0]}"),
    "client-sends": Point("client", "client0", "one direction: what the client sends",
                          f"tcp and dst host {SERVER[0]}"),
    "client-short": Point("client", "client0", "68 octets of each frame", snap_length=68),
}

class Cut(NamedTuple):
    """A copy of the capture at the client without some frames; tcpdump loses none when told to."""

    partial: str
    #: By the number of the frame.
    keep: Callable[[int], bool]


CUTS: Dict[str, Cut] = {
    "client-lossy": Cut("every fourth frame is missing", lambda number: number % 4 != 0),
    "client-late": Cut("the first five frames are missing", lambda number: number > 5),
}

#: What an analyst often has instead of the whole.
PARTIAL = ["client-receives", "client-sends", "client-short", *CUTS]


def host_of(point: str) -> str:
    """Where a capture was made: client, middle or server."""
    return "client" if point in CUTS else POINTS[point].host


def partial_of(point: str) -> Optional[str]:
    """What a capture does not have, in words; none where it has everything."""
    return (CUTS[point] if point in CUTS else POINTS[point]).partial

#: The last answers are under way for 10 ms.
SETTLE_SECONDS = 0.3


class Recording:
    """Starts with the first frame; `stop` returns when the files are complete."""

    def __init__(self, network: Network, folder: Path, name: str, points: List[str]) -> None:
        self.files = {point: folder / f"{name}.{point}.pcap" for point in points}
        self._processes = [_start(getattr(network, POINTS[point].host), POINTS[point], path)
                           for point, path in self.files.items() if point in POINTS]

    def stop(self) -> None:
        time.sleep(SETTLE_SECONDS)
        for process in self._processes:
            process.terminate()
            process.communicate()
        for point in CUTS.keys() & self.files.keys():
            copy_some(self.files["client"], self.files[point], CUTS[point].keep)


def _start(host, point: Point, path: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        ["ip", "netns", "exec", host.namespace, "tcpdump", "-n", "-U", "--immediate-mode",
         "-Z", "root", "-i", point.interface, "-s", str(point.snap_length), "-w", str(path),
         point.expression],
        stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "listening on" in line:
            return process
    raise RuntimeError(f"tcpdump did not start on {point.interface} of {host.namespace}")
