"""The client calls again from the same port after a good end; no reset."""

from bench import Bench

NEAR = ["old-connection"]


def run(bench: Bench) -> None:
    listener = bench.listen(80)
    connection = bench.connect(listener)
    connection.exchange()
    connection.server.close()
    bench.settle()
    connection.client.close()
    bench.silence(2)
    again = bench.connect(listener, client_port=connection.client_address.port)
    again.exchange()
    again.finish()
