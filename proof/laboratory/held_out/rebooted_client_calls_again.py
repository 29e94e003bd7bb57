"""A client over IPv6 without timestamps reboots, and happens to call from the same port; the server
still waits for its old request's rest."""

from bench import Bench
from ends import forget

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    bench.client.set("net.ipv4.tcp_timestamps", 0)
    listener = bench.listen(2049, version=6)
    connection = bench.connect(listener)
    connection.exchange(700, 70)
    connection.client.sendall(b"q" * 200)
    # Not before the last ACK has come.
    bench.silence(0.1)
    forget(connection.client)
    bench.silence(2)
    again = bench.connect(listener, client_port=connection.client_address.port)
    again.exchange()
    again.finish()
    bench.reset(connection, by="client", cause="old-connection", claims="client")
