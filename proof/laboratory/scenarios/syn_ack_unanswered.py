"""The client's ACKs are lost: the server repeats its SYN-ACK, gives the connection up without a word,
and resets what the client sends 10 s later, when the path is good again."""

from bench import Bench
from ends import expect_error, receive
from segment import ACK, SYN

POINTS = ["client", "server"]
NEAR = ["closed-port", "scan", "unsolicited"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_synack_retries", 2)
    bench.listen(80)
    tap = bench.tap_towards_server()
    call = bench.start_call()
    # The SYN alone passes.
    bench.middle.filter("""
        table inet broken {
            chain forward {
                type filter hook forward priority 0;
                iifname middle0 tcp flags & (syn | ack) == ack drop
            }
        }""")
    server = bench.address_of((bench.server.address, 80))
    call.connect(server)
    client = bench.address_of((bench.client.address, call.getsockname()[1]))
    tap.wait_for(server, client, SYN | ACK)
    bench.silence(10)
    bench.middle.clear_filter()
    call.sendall(b"q" * 200)
    expect_error(ConnectionResetError, receive, call, 1)
    bench.reset_between(client, server, by="server", cause="retransmission-give-up",
                        claims="server", lost_octets=200, also_right=("half-open",),
                        seen_at="server")
    bench.reset_between(client, server, by="server", cause="retransmission-give-up",
                        claims="server", lost_octets=200,
                        also_right=("half-open", "accept-queue-overflow"), seen_at="client",
                        notes="a full queue of the server would look the same")
