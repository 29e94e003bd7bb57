"""All RSTs of the server arrive; a middle box adds some of its own, in other connections."""

from bench import Bench
from compare_payloads import send_all

POINTS = ["client", "server"]
ADDED = 4


def run(bench: Bench) -> None:
    send_all(bench, lambda _, length: (length, "delivered"))
    listener = bench.listen(81)
    for number in range(ADDED):
        tap = bench.tap_towards_client()
        connection = bench.connect(listener)
        connection.exchange(20, 20)
        bench.settle()
        tap.send(tap.next_of(connection.server_address, connection.client_address,
                             time_to_live=118, identification=4000 + number))
        bench.deliver(connection, None, 0, "added")
