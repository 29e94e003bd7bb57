"""A router that changes a service's address into that of a server forgets a connection while the server
works; the server's answer comes untranslated, and the client resets what it does not know."""

from bench import Bench
from conntrack import forget_states
from ends import receive
from host import Address
from translated_answer import SERVICE, translate

POINTS = ["client", "server"]
NEAR = ["unsolicited", "injected", "data-after-close"]


def run(bench: Bench) -> None:
    translate(bench)
    connection = bench.accept(bench.listen(80), bench.call(80, address=SERVICE))
    for _ in range(3):
        connection.exchange()
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    bench.silence(0.3)
    bench.middle.clear_filter()
    forget_states(bench.middle)
    connection.server.sendall(b"a" * 900)
    bench.settle()
    server = Address(bench.server.address, 80)
    for host, also_right in (("client", ()), ("server", ("half-open",))):
        bench.reset_between(connection.client_address, server, by="client",
                            cause="untranslated-answer", claims="client", lost_octets=900,
                            also_right=also_right, seen_at=host)
