"""A raw socket on an interface: watches the segments that pass, and sends forged ones."""

import socket
import struct
import time
from typing import Dict, List, Optional, Tuple

from host import Address, Host
from network import ETHERNET
from segment import ACK, IPV4, IPV6, RST, Segment, build, read_packet

ETH_P_ALL = 3


class Tap:
    """Watches from when it is made. Sends to the host at the other end of the interface's link."""

    def __init__(self, host: Host, interface: str, towards: str) -> None:
        with host.inside():
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._socket.bind((interface, ETH_P_ALL))
        self._socket.setblocking(False)
        self._identification = 100
        self._ethernet = _octets(ETHERNET[towards]) + _octets(ETHERNET[interface])
        self._last: Dict[Tuple[Address, Address], Segment] = {}
        self._first: Dict[Tuple[Address, Address], Segment] = {}

    def last(self, source: Address, destination: Address) -> Segment:
        """The newest segment of a direction."""
        self._watch()
        return self._last[source, destination]

    def first(self, source: Address, destination: Address) -> Segment:
        """The first segment of a direction."""
        self._watch()
        return self._first[source, destination]

    def sources(self) -> List[Address]:
        """Who has sent anything."""
        self._watch()
        return [source for source, _ in self._first]

    def wait_for(self, source: Address, destination: Address, flags: int = ACK) -> Segment:
        """The newest segment of a direction, once there is one that has the flags."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            self._watch()
            found = self._last.get((source, destination))
            if found and found.flags & flags == flags:
                return found
            time.sleep(0.001)
        raise TimeoutError(f"no segment from {source} to {destination}")

    def next_of(self, source: Address, destination: Address, **fields: int) -> Segment:
        """The RST with ACK that the source could send now, changed as `fields` say."""
        last = self.last(source, destination)
        forged = Segment(source.address, source.port, destination.address, destination.port,
                         last.next_sequence, last.acknowledgment, RST | ACK)
        return forged._replace(**fields)

    def send(self, segment: Segment) -> None:
        kind = IPV6 if ":" in segment.source else IPV4
        self._socket.send(self._ethernet + struct.pack("!H", kind) + build(segment))

    def state(self, source: Address, destination: Address, code: int, pen: int = 0) -> None:
        """Sends an RST with a diagnostic payload: magic number, reason code, pen."""
        self.send_rst(source, destination, struct.pack("!HHI", 0x33AA, code, pen))

    def send_rst(self, source: Address, destination: Address, payload: bytes) -> None:
        """Sends an RST that the source could send now, with some payload."""
        self._identification += 1
        self.send(self.next_of(source, destination, payload=payload,
                               identification=self._identification))

    def _watch(self) -> None:
        while True:
            try:
                frame = self._socket.recv(65535)
            except BlockingIOError:
                return
            segment = _segment_of(frame)
            if segment:
                key = (Address(segment.source, segment.source_port),
                       Address(segment.destination, segment.destination_port))
                self._first.setdefault(key, segment)
                # A pure acknowledgment or a new segment moves on; a retransmission does not.
                newest = self._last.get(key)
                if not newest or (segment.next_sequence - newest.next_sequence) % 2**32 < 2**31:
                    self._last[key] = segment


def _segment_of(frame: bytes) -> Optional[Segment]:
    kind = struct.unpack("!H", frame[12:14])[0]
    return read_packet(frame[14:]) if kind in (IPV4, IPV6) else None


def _octets(ethernet: str) -> bytes:
    return bytes.fromhex(ethernet.replace(":", ""))
