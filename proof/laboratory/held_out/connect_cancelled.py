"""An application tries two servers at once and takes the first that answers; the other attempt is
cancelled before its SYN+ACK comes, which then meets nobody."""

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["health-check"]


def run(bench: Bench) -> None:
    listener = bench.listen(8021)
    cancelled = bench.start_call()
    cancelled.setblocking(False)
    target = bench.address_of((bench.server.address, 8021))
    cancelled.connect_ex(target)
    source = bench.address_of(cancelled.getsockname())
    bench.silence(0.002)
    cancelled.close()
    bench.settle()
    taken = bench.connect(bench.listen(8022))
    taken.exchange()
    taken.finish()
    listener.close()
    bench.reset_between(source, target, by="client", cause="application-abort", claims="client",
                        lost_octets=0, also_right=("scan",),
                        notes="a SYN scan by a raw socket looks the same")
