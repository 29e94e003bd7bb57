"""A device in the middle ends a connection in the server's name, and states a reason of its own (code
7, private enterprise number 32473); its TTL is not the server's."""

from struct import pack

from bench import Bench
from recording import OTHER_PARTIAL
from segment import ACK, RST

POINTS = ["client", *OTHER_PARTIAL]


def run(bench: Bench) -> None:
    tap = bench.tap_towards_client()
    connection = bench.connect(bench.listen(8016))
    connection.exchange()
    connection.exchange()
    bench.settle()
    tap.send(tap.next_of(connection.server_address, connection.client_address, flags=RST | ACK,
                         payload=pack("!HHI", 0x33AA, 7, 32473), time_to_live=254,
                         identification=77))
    bench.settle()
    bench.reset(connection, by="middle", cause="stated", claims="server", reason_code=7,
                lost_octets=0)
