"""The states that the packet filter keeps of connections."""

import socket
import struct

from host import Host

NETLINK_NETFILTER = 12
#: NFNL_SUBSYS_CTNETLINK and IPCTNL_MSG_CT_DELETE: as `conntrack --flush`.
DELETE = 1 << 8 | 2
REQUEST_AND_ACKNOWLEDGE = 5


def forget_states(host: Host) -> None:
    """All at once, as a firewall that restarts."""
    with host.inside():
        control = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    with control:
        control.send(struct.pack("=IHHIIBBH", 20, DELETE, REQUEST_AND_ACKNOWLEDGE, 1, 0,
                                 socket.AF_INET, 0, 0))
        answer = control.recv(4096)
    error = struct.unpack("=i", answer[16:20])[0]
    if error:
        raise OSError(-error, "the states were not deleted")
