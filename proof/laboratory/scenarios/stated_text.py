"""A load balancer states in words why it resets, in the RST's payload, as BIG-IP does."""

from bench import Bench
from ends import forget

TEXT = b"BIG-IP: [0x2664c65:2574] Flow expired (sweeper)"


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    tap.send_rst(connection.server_address, connection.client_address, TEXT)
    forget(connection.server)
    bench.reset(connection, by="server", cause="stated", claims="server", lost_octets=0)
