"""The network of one scenario: client, a router in the middle, a slow wire, server.

    client ---- middle ---- wire ---- server
    192.0.2.10  .1     .1        198.51.100.20

The wire takes 5 ms each way, so that an answer of the server comes 10 ms after what it answers,
and one of the middle at once. All addresses are those of RFC 5737 and RFC 3849, all Ethernet
addresses are made up: a capture points at nobody.
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
from contextlib import ExitStack
from typing import List

from host import Host, run
from wire import Meddling, forward, leave_alone

CLIENT = ["192.0.2.10", "2001:db8:1::10"]
SERVER = ["198.51.100.20", "2001:db8:2::20"]
MIDDLE_TO_CLIENT = ["192.0.2.1", "2001:db8:1::1"]
MIDDLE_TO_SERVER = ["198.51.100.1", "2001:db8:2::1"]

#: Ethernet address of each interface; the wire's own are never seen.
ETHERNET = {
    "client0": "02:00:00:00:00:10",
    "middle0": "02:00:00:00:00:01",
    "middle1": "02:00:00:00:00:02",
    "server0": "02:00:00:00:00:20",
}

#: linux/ethtool.h: what would leave checksums and segmentation to a device that is not there.
ETHTOOL_SET_OFFLOAD = {"sending checksum": 0x17, "TCP segmentation": 0x1F, "segmentation": 0x24}
SIOCETHTOOL = 0x8946


class Network:
    """Makes the namespaces; a context manager that deletes them again."""

    def __init__(self, name: str, meddle: Meddling = leave_alone) -> None:
        prefix = f"rstdiag-{os.getpid()}-{name}"
        self._cleanup = ExitStack()
        with ExitStack() as cleanup:
            self.client = _host(cleanup, f"{prefix}-client", CLIENT)
            self.middle = _host(cleanup, f"{prefix}-middle", MIDDLE_TO_CLIENT + MIDDLE_TO_SERVER)
            self._wire = _host(cleanup, f"{prefix}-wire", [])
            self.server = _host(cleanup, f"{prefix}-server", SERVER)
            self._connect()
            #: Its number as a process.
            self.wire_process = _start_wire(cleanup, self._wire, meddle)
            self._cleanup = cleanup.pop_all()

    def set_frame_size(self, octets: int) -> None:
        """The largest IP packet that passes, everywhere; Ethernet's is 1500."""
        for host, interface in ((self.client, "client0"), (self.middle, "middle0"),
                                (self.middle, "middle1"), (self._wire, "wire0"),
                                (self._wire, "wire1"), (self.server, "server0")):
            host.ip("link", "set", interface, "mtu", str(octets))

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def _connect(self) -> None:
        _link(self.client, "client0", self.middle, "middle0")
        _link(self.middle, "middle1", self._wire, "wire0")
        _link(self.server, "server0", self._wire, "wire1")
        for host, interface, addresses in (
            (self.client, "client0", CLIENT),
            (self.middle, "middle0", MIDDLE_TO_CLIENT),
            (self.middle, "middle1", MIDDLE_TO_SERVER),
            (self.server, "server0", SERVER),
        ):
            _configure(host, interface, addresses)
        for host, interface, neighbours, ethernet in (
            (self.client, "client0", MIDDLE_TO_CLIENT, "middle0"),
            (self.middle, "middle0", CLIENT, "client0"),
            (self.middle, "middle1", SERVER, "server0"),
            (self.server, "server0", MIDDLE_TO_SERVER, "middle1"),
        ):
            for neighbour in neighbours:
                host.ip("neighbour", "add", neighbour, "lladdr", ETHERNET[ethernet], "dev",
                        interface, "nud", "permanent")
        _route(self.client, MIDDLE_TO_CLIENT)
        _route(self.server, MIDDLE_TO_SERVER)
        self.middle.set("net.ipv4.ip_forward", 1)
        self.middle.set("net.ipv6.conf.all.forwarding", 1)


def _host(cleanup: ExitStack, namespace: str, addresses: List[str]) -> Host:
    host = Host(namespace, addresses)
    cleanup.callback(run, "ip", "netns", "delete", namespace)
    host.ip("link", "set", "lo", "up")
    return host


def _link(left: Host, left_name: str, right: Host, right_name: str) -> None:
    left.ip("link", "add", left_name, "type", "veth", "peer", "name", right_name,
            "netns", right.namespace)
    for host, name in ((left, left_name), (right, right_name)):
        if name in ETHERNET:
            host.ip("link", "set", name, "address", ETHERNET[name])
        _switch_offloads_off(host, name)
        # Linux sends router solicitations and the like of its own accord.
        host.set(f"net.ipv6.conf.{name}.accept_dad", 0)
        host.ip("link", "set", name, "up")


def _switch_offloads_off(host: Host, interface: str) -> None:
    with host.inside():
        control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with control:
        for command in ETHTOOL_SET_OFFLOAD.values():
            value = bytearray(struct.pack("II", command, 0))
            pointer = _address_of(value)
            fcntl.ioctl(control, SIOCETHTOOL, struct.pack("16sP8x", interface.encode(), pointer))


def _address_of(value: bytearray) -> int:
    return ctypes.addressof(ctypes.c_char.from_buffer(value))


def _configure(host: Host, interface: str, addresses: List[str]) -> None:
    version_4, version_6 = addresses
    host.ip("address", "add", f"{version_4}/24", "dev", interface)
    host.ip("address", "add", f"{version_6}/64", "dev", interface, "nodad")


def _route(host: Host, gateways: List[str]) -> None:
    for gateway in gateways:
        host.ip("route", "add", "default", "via", gateway)


def _start_wire(cleanup: ExitStack, host: Host, meddle: Meddling) -> int:
    with host.inside():
        ends = [_raw_socket("wire0"), _raw_socket("wire1")]
    process = os.fork()
    if process == 0:
        forward(ends[0], ends[1], meddle)
    for end in ends:
        end.close()
    cleanup.callback(os.waitpid, process, 0)
    cleanup.callback(os.kill, process, signal.SIGKILL)
    return process


def _raw_socket(interface: str) -> socket.socket:
    ETH_P_ALL = 3
    made = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    made.bind((interface, ETH_P_ALL))
    return made
