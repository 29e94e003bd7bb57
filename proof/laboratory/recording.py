"""Captures while a scenario runs: tcpdump at the points where an analyst would stand."""

import subprocess
import time
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional

from network import SERVER, Network
from pcap import Record, add_vlan_tag, copy_changed


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
                             f"tcp and ({' or '.join(f'src host {one}' for one in SERVER)})"),
    "client-sends": Point("client", "client0", "one direction: what the client sends",
                          f"tcp and ({' or '.join(f'dst host {one}' for one in SERVER)})"),
    "client-short": Point("client", "client0", "68 octets of each frame", snap_length=68),
    "client-headers": Point("client", "client0", "58 octets of each frame", snap_length=58),
}

class Cut(NamedTuple):
    """A worse copy of the capture at the client; tcpdump loses no frame when told to."""

    partial: str
    change: Callable[[List[Record]], List[Record]]


def _keep(wanted: Callable[[int], bool]) -> Callable[[List[Record]], List[Record]]:
    """Leaves frames out by their number."""
    return lambda records: [one for number, one in enumerate(records, 1) if wanted(number)]


def _mirror(records: List[Record]) -> List[Record]:
    """A switch's mirror port hands on what comes into one VLAN, and what leaves into another."""
    return [add_vlan_tag(one, vlan) for one in records for vlan in (7, 8)]


def _swap(records: List[Record]) -> List[Record]:
    """Two queues of a network card are written one after the other: times go back."""
    return [one for at in range(0, len(records), 3) for one in reversed(records[at:at + 3])]


CUTS: Dict[str, Cut] = {
    "client-lossy": Cut("every fourth frame is missing", _keep(lambda number: number % 4 != 0)),
    "client-late": Cut("the first five frames are missing", _keep(lambda number: number > 5)),
    "client-gap": Cut("frames 7 to 14 are missing", _keep(lambda number: not 7 <= number <= 14)),
    "client-half": Cut("the first half of the frames is missing",
                       lambda records: records[len(records) // 2:]),
    "client-mirrored": Cut("every frame is there twice", _mirror),
    "client-swapped": Cut("each three frames are in reverse order", _swap),
}

#: What an analyst often has instead of the whole.
PARTIAL = ["client-receives", "client-sends", "client-short", "client-lossy", "client-late"]

#: The same for the held-out set, which has other ways to be incomplete too.
OTHER_PARTIAL = ["client-headers", "client-receives", "client-sends", "client-gap", "client-half",
                 "client-mirrored", "client-swapped"]


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
            copy_changed(self.files["client"], self.files[point], CUTS[point].change)


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
