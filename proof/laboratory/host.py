"""A host: a network namespace with its addresses, sockets, system settings and packet filter."""

import ctypes
import os
import socket
import subprocess
from contextlib import contextmanager
from typing import Iterator, List, NamedTuple, Optional, Union

CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


class Address(NamedTuple):
    """An IP address and a TCP port."""

    address: str
    port: int


def run(*command: str, text: Optional[str] = None) -> str:
    """Runs a program, and returns what it printed; raises with its message where it fails."""
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


class Host:
    """One network namespace; made by `Network`, which also deletes it."""

    def __init__(self, namespace: str, addresses: List[str]) -> None:
        self.namespace = namespace
        #: The IPv4 address, and the IPv6 address where there is one.
        self.addresses = addresses
        run("ip", "netns", "add", namespace)

    @property
    def address(self) -> str:
        return self.addresses[0]

    def ip(self, *arguments: str) -> str:
        return run("ip", "-n", self.namespace, *arguments)

    def run(self, *command: str, text: Optional[str] = None) -> str:
        return run("ip", "netns", "exec", self.namespace, *command, text=text)

    def start(self, *command: str) -> subprocess.Popen:
        """Starts a program that goes on running, and that prints to nobody."""
        return subprocess.Popen(["ip", "netns", "exec", self.namespace, *command],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def set(self, name: str, value: Union[int, str]) -> None:
        """Writes one of `net.*` of sysctl, for this host alone."""
        self.run("sysctl", "-q", "-w", f"{name}={value}")

    def filter(self, rules: str) -> None:
        """Adds rules to the packet filter, in the language of nft."""
        self.run("nft", "-f", "-", text=rules)

    def clear_filter(self) -> None:
        self.run("nft", "flush", "ruleset")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Sockets that are made inside belong to this host; they may be used anywhere."""
        outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _enter(f"/run/netns/{self.namespace}")
            yield
        finally:
            _enter(f"/proc/self/fd/{outside}")
            os.close(outside)

    def socket(self, protocol: int = socket.IPPROTO_TCP, version: int = 4) -> socket.socket:
        family = socket.AF_INET if version == 4 else socket.AF_INET6
        with self.inside():
            made = socket.socket(family, socket.SOCK_STREAM, protocol)
        made.settimeout(20)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Each call of send() is to be seen as a segment of its own.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def _enter(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if _libc.setns(descriptor, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {path}")
    finally:
        os.close(descriptor)
