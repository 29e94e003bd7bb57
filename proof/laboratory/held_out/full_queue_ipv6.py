"""A server that accepts nobody has tcp_abort_on_overflow and a queue of 1; the clients use IPv6, and
the last one has data to send at once."""

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["application-abort"]


def run(bench: Bench) -> None:
    bench.server.set("net.ipv4.tcp_abort_on_overflow", 1)
    bench.listen(6379, backlog=1, version=6)
    bench.call(6379, version=6)
    calls = [bench.start_call(version=6) for _ in range(2)]
    server = bench.address_of((bench.server.addresses[1], 6379))
    for call in calls:
        call.setblocking(False)
        call.connect_ex(server)
    bench.silence(0.011)
    calls[-1].send(b"q" * 50)
    bench.settle()
    bench.reset_between(bench.address_of(calls[-1].getsockname()), server, by="server",
                        cause="accept-queue-overflow", claims="server", lost_octets=50)
