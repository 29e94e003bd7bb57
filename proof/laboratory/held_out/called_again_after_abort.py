"""The server's application aborts; the client calls again at once from the same port, and that
connection ends in peace."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["old-connection", "syn-in-window"]


def run(bench: Bench) -> None:
    listener = bench.listen(8024)
    connection = bench.connect(listener)
    connection.exchange()
    connection.exchange()
    bench.settle()
    abort(connection.server)
    bench.settle()
    connection.client.close()
    again = bench.connect(listener, client_port=connection.client_address.port)
    again.exchange()
    again.finish()
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
