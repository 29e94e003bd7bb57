"""The server states a connection timeout (14 in draft -02), though nothing was ever late."""

from bench import Bench
from ends import abort


def run(bench: Bench) -> None:
    tap = bench.tap_from_server()
    connection = bench.connect(bench.listen(80))
    for _ in range(4):
        connection.exchange()
    tap.state(connection.server_address, connection.client_address, 14)
    abort(connection.server)
    bench.reset(connection, by="server", cause="stated", claims="server", reason_code=14,
                lost_octets=0, notes="the evidence contradicts what is stated")
