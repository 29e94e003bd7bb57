"""The first SYNs of one connection are lost, and the first SYN+ACKs of another; no reset."""

import select

from bench import Bench
from ends import receive_end

POINTS = ["client", "server"]
NEAR = ["scan", "accept-queue-overflow"]


def run(bench: Bench) -> None:
    listener = bench.listen(9092)
    for whose in ("client", "server"):
        bench.break_path(whose)
        call = bench.start_call()
        call.setblocking(False)
        call.connect_ex((bench.server.address, 9092))
        bench.silence(1.5)
        bench.middle.clear_filter()
        call.settimeout(20)
        # Its SYN comes again 3 s after the first one.
        connection = bench.accept(listener, _wait(call))
        connection.exchange()
        connection.client.close()
        receive_end(connection.server)
        connection.server.close()
    bench.settle()


def _wait(call):
    """The same socket once it is connected."""
    assert select.select([], [call], [], 10)[1]
    return call
