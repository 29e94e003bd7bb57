"""The proxy resets its client a second after the server has closed in peace."""

from bench import Bench
from ends import abort, receive_end
from proxied import pass_on

POINTS = ["middle"]
NEAR = ["proxied"]


def run(bench: Bench) -> None:
    proxy = bench.listen(8080, host=bench.middle)
    origin = bench.listen(80)
    near = bench.accept(proxy, bench.call(8080, address=bench.middle.address))
    far = bench.accept(origin, bench.call(80, host=bench.middle))
    pass_on(near, far)
    far.server.close()
    receive_end(far.client)
    far.client.close()
    bench.silence(1)
    abort(near.server)
    bench.reset(near, by="server", cause="application-abort", claims="server", lost_octets=0)
