"""A firewall in the middle forgets a connection after 60 s of silence and tells nobody; it resets
what the client sends then."""

from bench import Bench
from ends import expect_error, receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


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
    bench.middle.set("net.netfilter.nf_conntrack_tcp_timeout_established", 60)
    bench.middle.set("net.netfilter.nf_conntrack_tcp_loose", 0)
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.silence(70)
    connection.client.sendall(b"q" * 100)
    expect_error(ConnectionResetError, receive, connection.client, 1)
    bench.reset(connection, by="middle", cause="idle-timeout", claims="server", lost_octets=100,
                also_right=("firewall-reject", "half-open"),
                notes="the gap is longer than the timer")
