"""A proxy that has one address for both sides passes the reset of the server on to the client."""

from bench import Bench
from ends import abort, expect_error, receive
from proxied import pass_on

POINTS = ["middle"]


def run(bench: Bench) -> None:
    proxy = bench.listen(3128, host=bench.middle)
    origin = bench.listen(80)
    near = bench.accept(proxy, bench.call(3128, address=bench.middle.address))
    call = bench.middle.socket()
    call.bind((bench.middle.address, bench.next_port()))
    call.connect((bench.server.address, 80))
    far = bench.accept(origin, call)
    for _ in range(2):
        pass_on(near, far)
    bench.settle()
    abort(far.server)
    expect_error(ConnectionResetError, receive, far.client, 1)
    abort(near.server)
    bench.reset(far, by="server", cause="application-abort", claims="server", lost_octets=0)
    bench.reset(near, by="server", cause="proxied", claims="server", lost_octets=0)
