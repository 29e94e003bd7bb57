"""The kernel's own word: its tracepoint tcp:tcp_send_reset says why it sends each RST.

Linux has the reason since 6.10 (include/net/rstreason.h). A firewall's RST and a forged one do not
pass there, which is evidence too.
"""

import os
import re
import tempfile
from pathlib import Path
from typing import List, NamedTuple, Optional

from host import Address, run

EVENT = "events/tcp/tcp_send_reset"
LINE = re.compile(r"-(\d+) +\[.*tcp_send_reset: .*src=(\S+) dest=(\S+) .*reason=(\w+)")
#: What is printed instead of a listener's address, and of that of its client.
ANY = ("0.0.0.0", "::")


class KernelReason(NamedTuple):
    sender: Address
    receiver: Address
    #: Of `enum sk_rst_reason`, without its SK_RST_REASON_.
    reason: str

    def is_of(self, sender: Address, receiver: Address) -> bool:
        """Whether it is about a connection, as far as is told."""
        if self.sender.address in ANY:
            return self.sender.port == sender.port
        return (self.sender, self.receiver) == (sender, receiver)


class ReasonTrace:
    """Listens to all network namespaces, so that each scenario must have ports of its own.

    Of an RST that a listener sends no addresses are told: such a one is ours if it was sent while
    our own wire delivered a frame.
    """

    def __init__(self, wire_process: int) -> None:
        self._wire_process = wire_process
        self._mounted = Path(tempfile.mkdtemp(prefix="rstdiag-tracing-"))
        self._instance = self._mounted / "instances" / f"rstdiag-{os.getpid()}"
        self._hears = self._mount() and _knows_reasons(self._mounted)
        if self._hears:
            self._instance.mkdir()
            self._switch("1")

    def stop(self) -> Optional[List[KernelReason]]:
        """What was heard, in its order; none where this kernel does not tell."""
        found = None
        if self._hears:
            self._switch("0")
            found = self._parse((self._instance / "trace").read_text())
            self._instance.rmdir()
        if self._mounted.is_mount():
            run("umount", str(self._mounted))
        self._mounted.rmdir()
        return found

    def _parse(self, text: str) -> List[KernelReason]:
        told = [(int(process), KernelReason(_address(source), _address(destination), reason))
                for process, source, destination, reason in LINE.findall(text)]
        return [one for process, one in told
                if one.sender.address not in ANY or process == self._wire_process]

    def _mount(self) -> bool:
        try:
            run("mount", "-t", "tracefs", "none", str(self._mounted))
        except RuntimeError:
            return False
        return True

    def _switch(self, state: str) -> None:
        (self._instance / EVENT / "enable").write_text(state)


def _knows_reasons(tracing: Path) -> bool:
    try:
        return " reason;" in (tracing / EVENT / "format").read_text()
    except OSError:
        return False


def _address(text: str) -> Address:
    address, _, port = text.rpartition(":")
    return Address(address.strip("[]"), int(port))
