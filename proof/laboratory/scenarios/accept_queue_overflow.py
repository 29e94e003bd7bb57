"""The queue of a server that does not accept has room for one more when three clients call at the
same time; tcp_abort_on_overflow."""

from bench import Bench
from host import Address
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
BACKLOG = 4


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_abort_on_overflow", 1)
    bench.listen(80, backlog=BACKLOG)
    # Linux takes one more than it was told.
    for _ in range(BACKLOG):
        bench.call(80)
    calls = [bench.start_call() for _ in range(3)]
    for call in calls:
        call.setblocking(False)
        call.connect_ex((bench.server.address, 80))
    bench.settle()
    for call in calls[1:]:
        bench.reset_between(Address(*call.getsockname()), Address(bench.server.address, 80),
                            by="server", cause="accept-queue-overflow", claims="server",
                            lost_octets=0)
