"""The server states a reason in a diagnostic payload, and sends an empty RST beside it: resource
exceeded, and data after CLOSE, as draft -02 numbers them."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    for code in (10, 3):
        tap = bench.tap_from_server()
        connection = bench.connect(listener)
        connection.exchange()
        bench.settle()
        tap.state(connection.server_address, connection.client_address, code)
        abort(connection.server)
        bench.settle()
        bench.reset(connection, by="server", cause="stated", claims="server", reason_code=code,
                    lost_octets=0)
