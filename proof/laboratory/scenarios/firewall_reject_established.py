"""A firewall in the middle gets a new rule, and resets a connection that was good until then."""

from bench import Bench
from ends import expect_error, receive

NEAR = ["half-open"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    bench.middle.filter("""
        table ip guard {
            chain forward {
                type filter hook forward priority 0;
                tcp dport 80 reject with tcp reset
            }
        }""")
    connection.client.sendall(b"q" * 100)
    expect_error(ConnectionResetError, receive, connection.client, 1)
    bench.reset(connection, by="middle", cause="firewall-reject", claims="server",
                lost_octets=100, also_right=("half-open", "injected"),
                notes="a bare RST in answer to data, as of a server that forgot the connection; "
                "only its TTL and its time tell that it is not the server's")
