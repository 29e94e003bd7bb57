"""A server's application aborts three connections; its RSTs have the magic number and then less than
a diagnostic payload must have, which a receiver must ignore (section 4.2 of the draft)."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["stated"]
PAYLOADS = (bytes.fromhex("33aa"), bytes.fromhex("33aa000a00"), bytes.fromhex("33aa000a000000"))


def run(bench: Bench) -> None:
    listener = bench.listen(8017)
    for payload in PAYLOADS:
        tap = bench.tap_from_server()
        connection = bench.connect(listener)
        connection.exchange()
        connection.exchange()
        bench.settle()
        tap.send_rst(connection.server_address, connection.client_address, payload)
        abort(connection.server)
        bench.settle()
        bench.reset(connection, by="server", cause="application-abort", claims="server",
                    lost_octets=0)
