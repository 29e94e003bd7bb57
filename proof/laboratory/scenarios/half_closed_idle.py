"""A client has closed its direction and reads an answer, the rest of which takes 75 s; a firewall in the
middle forgets half-closed connections after 60 s, and resets the server when the rest comes."""

import socket

from bench import Bench
from ends import receive

POINTS = ["client", "server"]
NEAR = ["data-after-close", "after-close"]


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
    # A FIN that was sent twice is two FINs for Linux's conntrack.
    for state in ("fin_wait", "close_wait", "last_ack", "time_wait"):
        bench.middle.set(f"net.netfilter.nf_conntrack_tcp_timeout_{state}", 60)
    bench.middle.set("net.netfilter.nf_conntrack_tcp_loose", 0)
    connection = bench.connect(bench.listen(80))
    connection.exchange(300, 600)
    connection.client.sendall(b"q" * 200)
    connection.client.shutdown(socket.SHUT_WR)
    receive(connection.server, 200)
    connection.server.sendall(b"a" * 400)
    receive(connection.client, 400)
    bench.silence(75)
    connection.server.sendall(b"a" * 700)
    bench.settle()
    bench.reset(connection, by="middle", cause="idle-timeout", claims="client", lost_octets=700,
                also_right=("firewall-reject", "half-open"),
                notes="the gap is longer than the timer")
