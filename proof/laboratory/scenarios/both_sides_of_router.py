"""A router captures on all of its interfaces: each segment is there twice, the second time with a TTL
one less. The server aborts one connection, refuses another, and forgets a third."""

from bench import Bench
from ends import abort, expect_error, forget

POINTS = ["middle"]
NEAR = ["injected", "inexact-rst", "idle-timeout"]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    aborted, forgotten = bench.connect(listener), bench.connect(listener)
    for connection in (aborted, forgotten):
        connection.exchange()
    bench.silence(0.5)
    abort(aborted.server)
    bench.reset(aborted, by="server", cause="application-abort", claims="server", lost_octets=0)
    refused = bench.start_call()
    expect_error(ConnectionRefusedError, refused.connect, (bench.server.address, 81))
    bench.reset_between(bench.address_of((bench.client.address, refused.getsockname()[1])),
                        bench.address_of((bench.server.address, 81)),
                        by="server", cause="closed-port", claims="server", lost_octets=0)
    forget(forgotten.server)
    bench.silence(2)
    forgotten.client.sendall(b"q" * 150)
    bench.settle()
    bench.reset(forgotten, by="server", cause="half-open", claims="server", lost_octets=150)
