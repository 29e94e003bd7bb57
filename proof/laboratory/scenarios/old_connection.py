"""The client forgets a connection and calls again from the same port: the server asks with an
ACK, the client resets the old connection, and the second SYN makes the new one."""

from bench import Bench
from ends import forget
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    connection = bench.connect(listener)
    connection.exchange()
    forget(connection.client)
    bench.silence(1)
    again = bench.connect(listener, client_port=connection.client_address.port)
    again.exchange()
    again.finish()
    bench.reset(connection, by="client", cause="old-connection", claims="client", lost_octets=0)
