"""Five connections of a client at the same time: two end in peace, one meets a closed port, one is
aborted by the server, and one asks a server that has closed."""

from bench import Bench
from ends import abort, expect_error
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(8019)
    first, second, aborted, late = (bench.connect(listener) for _ in range(4))
    for connection in (first, second, aborted, late, second, aborted):
        connection.exchange(150, 1200)
    late.server.close()
    refused = bench.start_call()
    closed = bench.address_of((bench.server.address, 8020))
    expect_error(ConnectionRefusedError, refused.connect, closed)
    late.client.sendall(b"q" * 150)
    bench.settle()
    abort(aborted.server)
    first.finish()
    bench.silence(1)
    second.exchange(150, 1200)
    second.finish()
    bench.reset_between(bench.address_of((bench.client.address, refused.getsockname()[1])), closed,
                        by="server", cause="closed-port", claims="server", lost_octets=0)
    bench.reset(late, by="server", cause="data-after-close", claims="server", lost_octets=150)
    bench.reset(aborted, by="server", cause="application-abort", claims="server", lost_octets=0)
