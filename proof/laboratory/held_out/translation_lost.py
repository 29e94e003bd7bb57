"""A firewall in the middle restarts and loses the states of its connections; what the client sends
then is rejected, since it belongs to none."""

from bench import Bench
from conntrack import forget_states
from ends import expect_error, receive

POINTS = ["client", "server"]


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
