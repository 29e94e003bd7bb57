"""A client of NFS calls from a reserved port, and aborts; some captures begin when the connection is long
there, so that only the ports can tell who called whom."""

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL, "client-half"]
NEAR = ["unread-data", "idle-timeout"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(2049), client_port=909)
    for _ in range(4):
        connection.exchange(120, 160)
        bench.silence(0.2)
    bench.settle()
    abort(connection.client)
    bench.reset(connection, by="client", cause="application-abort", claims="client",
                lost_octets=0)
