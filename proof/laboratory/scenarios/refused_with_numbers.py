"""A host refuses three SYNs with RSTs that acknowledge them, but that have a sequence number or a window
that is not 0, unlike those of most systems."""

from bench import Bench
from ends import expect_error
from recording import PARTIAL
from segment import ACK, RST, SYN, Segment

POINTS = ["client", "server", *PARTIAL]
NEAR = ["injected", "firewall-reject", "application-abort", "accept-queue-overflow"]
#: Sequence number and window.
REFUSALS = ((1234567890, 0), (0, 8192), (2345678901, 4380))


def run(bench: Bench) -> None:
    silence_kernel(bench, 9100)
    server = bench.address_of((bench.server.address, 9100))
    tap = bench.tap_from_server()
    for number, (sequence, window) in enumerate(REFUSALS):
        call = bench.start_call()
        call.setblocking(False)
        client = bench.address_of((bench.client.address, call.getsockname()[1]))
        expect_error(BlockingIOError, call.connect, server)
        syn = tap.wait_for(client, server, SYN)
        tap.send(Segment(*server, *client, sequence, syn.next_sequence, RST | ACK, window,
                         identification=11 + number))
        bench.settle()
        expect_error(ConnectionRefusedError, call.send, b"q")
        bench.reset_between(client, server, by="server", cause="closed-port", claims="server",
                            lost_octets=0)


def silence_kernel(bench: Bench, port: int) -> None:
    """The server's own TCP does not hear what comes to the port, so that a raw socket can answer."""
    bench.server.filter(f"""
        table ip deaf {{
            chain input {{
                type filter hook input priority 0;
                tcp dport {port} drop
            }}
        }}""")
