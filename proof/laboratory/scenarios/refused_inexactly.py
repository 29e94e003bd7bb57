"""A small stack refuses a SYN with an RST whose acknowledgment number is that of the SYN and not the next
one: the client ignores it, and calls again until its own timeout."""

from bench import Bench
from ends import expect_error
from recording import PARTIAL
from refused_with_numbers import silence_kernel
from segment import ACK, RST, SYN, Segment

POINTS = ["client", "server", *PARTIAL]
NEAR = ["injected", "firewall-reject", "inexact-rst", "retransmission-give-up"]
TRIES = 2


def run(bench: Bench) -> None:
    silence_kernel(bench, 4840)
    tap = bench.tap_from_server()
    call = bench.start_call()
    call.setblocking(False)
    server = bench.address_of((bench.server.address, 4840))
    client = bench.address_of((bench.client.address, call.getsockname()[1]))
    expect_error(BlockingIOError, call.connect, server)
    for number in range(TRIES):
        syn = tap.wait_for(client, server, SYN)
        tap.send(Segment(*server, *client, 0, syn.sequence, RST | ACK, identification=21 + number))
        bench.silence(1.2)
    bench.reset_between(client, server, by="server", cause="closed-port", claims="server",
                        lost_octets=0)
