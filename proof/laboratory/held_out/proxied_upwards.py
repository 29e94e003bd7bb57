"""A client aborts, and its proxy passes that on to the server."""

from bench import Bench
from ends import abort, expect_error, receive
from proxied import pass_on

POINTS = ["middle", "server"]


def run(bench: Bench) -> None:
    proxy = bench.listen(1080, host=bench.middle)
    origin = bench.listen(5433)
    near = bench.accept(proxy, bench.call(1080, address=bench.middle.address))
    far = bench.accept(origin, bench.call(5433, host=bench.middle))
    for _ in range(3):
        pass_on(near, far)
    bench.silence(0.5)
    abort(near.client)
    expect_error(ConnectionResetError, receive, near.server, 1)
    abort(far.client)
    bench.reset(near, by="client", cause="application-abort", claims="client", lost_octets=0)
    bench.reset(far, by="client", cause="proxied", claims="client", lost_octets=0,
                also_right=("application-abort",),
                notes="by the proxy; on the server's side alone it cannot be told")
