"""A server states over IPv6 that it lacks resources, without an empty RST beside it; the next
connection ends in peace."""

from bench import Bench
from ends import forget

POINTS = ["client", "server", "client-gap", "client-half", "client-mirrored", "client-swapped"]


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    listener = bench.listen(8018, version=6)
    connection = bench.connect(listener)
    connection.exchange()
    bench.settle()
    tap.state(connection.server_address, connection.client_address, 10)
    bench.settle()
    forget(connection.server)
    bench.reset(connection, by="server", cause="stated", claims="server", reason_code=10,
                lost_octets=0)
    peaceful = bench.connect(listener)
    peaceful.exchange()
    peaceful.finish()
