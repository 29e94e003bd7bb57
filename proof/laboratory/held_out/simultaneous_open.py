"""Both ends call each other at the same moment, from and to the same ports (RFC 9293 figure 7); no
reset."""

import select

from bench import Bench, Connection

POINTS = ["client", "server"]
NEAR = ["old-connection", "syn-in-window"]


def run(bench: Bench) -> None:
    client_port = bench.next_port()
    ends = bench.start_call(client_port=client_port), bench.start_call(bench.server, client_port=8023)
    targets = (bench.server.address, 8023), (bench.client.address, client_port)
    for end, target in zip(ends, targets):
        end.setblocking(False)
        end.connect_ex(target)
    for end in ends:
        assert select.select([], [end], [], 5)[1]
        end.settimeout(20)
    connection = Connection(*ends, *(bench.address_of(target) for target in reversed(targets)))
    connection.exchange()
    connection.finish()
