"""A SYN comes into an established connection; the server, as RFC 5961 asks,
answers with an ACK alone, and the connection goes on to a good end."""

from bench import Bench
from segment import SYN

POINTS = ["client", "server"]
NEAR = ["syn-in-window"]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_server()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    tap.send(tap.next_of(connection.client_address, connection.server_address,
                         flags=SYN, acknowledgment=0, window=64240, time_to_live=63,
                         identification=9))
    bench.settle()
    connection.exchange()
    connection.finish()
