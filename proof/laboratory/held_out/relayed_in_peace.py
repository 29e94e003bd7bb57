"""A proxy passes on requests, answers and FINs of two connections; no reset."""

from bench import Bench
from ends import receive_end
from proxied import pass_on

POINTS = ["middle", "client"]
NEAR = ["proxied"]


def run(bench: Bench) -> None:
    proxy = bench.listen(1080, host=bench.middle)
    origin = bench.listen(5432)
    for _ in range(2):
        near = bench.accept(proxy, bench.call(1080, address=bench.middle.address))
        far = bench.accept(origin, bench.call(5432, host=bench.middle))
        for _ in range(3):
            pass_on(near, far)
        near.client.close()
        receive_end(near.server)
        far.client.close()
        receive_end(far.server)
        far.server.close()
        near.server.close()
        bench.settle()
