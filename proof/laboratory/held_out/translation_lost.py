"""A firewall in the middle restarts and loses the states of its connections; what the client sends
then is rejected, since it belongs to none."""

import socket
import struct

from bench import Bench
from ends import expect_error, receive

POINTS = ["client", "server"]
NETLINK_NETFILTER = 12
#: NFNL_SUBSYS_CTNETLINK and IPCTNL_MSG_CT_DELETE: as `conntrack --flush`.
DELETE = 1 << 8 | 2


def run(bench: Bench) -> None:
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                ct state established accept
                tcp flags & (syn | ack) == syn ct state new accept
                reject with tcp reset
            }
        }""")
    bench.middle.set("net.netfilter.nf_conntrack_tcp_loose", 0)
    connection = bench.connect(bench.listen(8012))
    connection.exchange()
    connection.exchange()
    bench.silence(1)
    forget_states(bench.middle)
    connection.client.sendall(b"q" * 250)
    expect_error(ConnectionResetError, receive, connection.client, 1)
    bench.reset(connection, by="middle", cause="half-open", claims="server", lost_octets=250,
                also_right=("firewall-reject", "injected"))


def forget_states(host) -> None:
    REQUEST_AND_ACKNOWLEDGE = 5
    with host.inside():
        control = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    with control:
        control.send(struct.pack("=IHHIIBBH", 20, DELETE, REQUEST_AND_ACKNOWLEDGE, 1, 0,
                                 socket.AF_INET, 0, 0))
        answer = control.recv(4096)
    error = struct.unpack("=i", answer[16:20])[0]
    if error:
        raise OSError(-error, "the states were not deleted")
