"""A firewall in the middle has forgotten a connection that keep-alives kept in use every 10 s: it lost
its states in a restart, and resets the next probe. No idle timer ran out."""

from bench import Bench
from conntrack import forget_states
from ends import keep_alive

POINTS = ["client", "server"]
NEAR = ["idle-timeout", "keepalive-failure", "scan"]


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
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    keep_alive(connection.client, 10, 10, 5)
    bench.silence(35)
    forget_states(bench.middle)
    bench.silence(12)
    bench.reset(connection, by="middle", cause="half-open", claims="server", lost_octets=0,
                also_right=("firewall-reject", "injected"))
