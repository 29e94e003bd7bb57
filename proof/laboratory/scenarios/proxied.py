"""A proxy in the middle passes the reset of the server on to the client."""

from bench import Bench, Connection
from ends import abort, expect_error, receive

POINTS = ["middle", "client"]


def run(bench: Bench) -> None:
    proxy = bench.listen(8080, host=bench.middle)
    origin = bench.listen(80)
    near = bench.accept(proxy, bench.call(8080, address=bench.middle.address))
    far = bench.accept(origin, bench.call(80, host=bench.middle))
    for _ in range(2):
        pass_on(near, far)
    bench.settle()
    abort(far.server)
    expect_error(ConnectionResetError, receive, far.client, 1)
    abort(near.server)
    bench.reset(far, by="server", cause="application-abort", claims="server", lost_octets=0)
    bench.reset(near, by="server", cause="proxied", claims="server", lost_octets=0,
                also_right=("application-abort",),
                notes="by the proxy; on the client's side alone it cannot be told")


def pass_on(near: Connection, far: Connection) -> None:
    """A request and its answer through the proxy."""
    near.client.sendall(b"q" * 100)
    far.client.sendall(receive(near.server, 100))
    receive(far.server, 100)
    far.server.sendall(b"a" * 1000)
    near.server.sendall(receive(far.client, 1000))
    receive(near.client, 1000)
