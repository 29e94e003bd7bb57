"""What the laboratory needs of the machine it runs on."""

import os
import shutil
import subprocess
from typing import Optional

#: Program, and the Debian package that has it.
PROGRAMS = {"ip": "iproute2", "ss": "iproute2", "nft": "nftables", "tcpdump": "tcpdump",
            "curl": "curl", "openssl": "openssl", "sysctl": "procps"}


def what_is_not_installed() -> Optional[str]:
    """A program that could be installed, in words; none where all are there."""
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian package {package})"
    return None


def what_is_not_allowed() -> Optional[str]:
    """Why the laboratory cannot run here, in words; none where it can."""
    if os.name != "posix" or os.uname().sysname != "Linux":
        return "it needs Linux"
    if os.geteuid() != 0:
        return "it needs root, for network namespaces"
    return _what_the_kernel_refuses()


def _what_the_kernel_refuses() -> Optional[str]:
    name = f"rstdiag-{os.getpid()}-trial"
    inside = ["ip", "netns", "exec", name]
    trials = [
        (["ip", "netns", "add", name], "network namespaces"),
        (["ip", "-n", name, "link", "add", "trial0", "type", "veth"], "veth"),
        ([*inside, "nft", "add table ip trial; add chain ip trial forward "
          "{ type filter hook forward priority 0; }; add rule ip trial forward "
          "tcp dport 1 ct state new reject with tcp reset"], "nftables with reject and ct"),
    ]
    try:
        for command, what in trials:
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                return f"this kernel does not let us use {what}: {done.stderr.strip()}"
    finally:
        subprocess.run(["ip", "netns", "delete", name], capture_output=True)
    return None
