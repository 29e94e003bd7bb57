"""A client that has closed first calls again from the same port 1.2 s later, while its own kernel
still waits (TIME-WAIT); no reset."""

from bench import Bench

POINTS = ["client", "server"]
NEAR = ["old-connection"]


def run(bench: Bench) -> None:
    bench.client.set("net.ipv4.tcp_tw_reuse", 1)
    listener = bench.listen(5672)
    connection = bench.connect(listener)
    port = connection.client_address.port
    for _ in range(2):
        connection.exchange()
        connection.finish()
        bench.silence(1.2)
        connection = bench.connect(listener, client_port=port)
    connection.exchange()
    connection.finish()
