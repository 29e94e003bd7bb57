"""The path is broken for 4 s in the middle of an upload, which then goes on; no reset."""

from bench import Bench
from ends import receive
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]
NEAR = ["retransmission-give-up"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(21000))
    connection.client.sendall(b"q" * 12000)
    receive(connection.server, 12000)
    bench.break_path()
    connection.client.sendall(b"q" * 12000)
    bench.silence(4)
    bench.middle.clear_filter()
    receive(connection.server, 12000)
    connection.server.sendall(b"ok\r\n")
    receive(connection.client, 4)
    connection.finish()
