"""A load balancer connects to a mail server every 2 s, and resets the connection once it has read the
server's greeting."""

from bench import Bench
from ends import abort, receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["application-abort", "scan"]
GREETING = b"220 mail.example ESMTP\r\n"


def run(bench: Bench) -> None:
    listener = bench.listen(25)
    for _ in range(6):
        connection = bench.connect(listener)
        connection.server.sendall(GREETING)
        receive(connection.client, len(GREETING))
        abort(connection.client)
        bench.reset(connection, by="client", cause="health-check", claims="client", benign=True,
                    lost_octets=0)
        bench.silence(2)
