"""A load balancer asks a server for its health every 2 s, reads the answer and closes with an RST."""

from bench import Bench
from ends import abort, receive

POINTS = ["client", "server"]
REQUEST = b"GET /health HTTP/1.0\r\n\r\n"
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"


def run(bench: Bench) -> None:
    listener = bench.listen(8014)
    for _ in range(5):
        connection = bench.connect(listener)
        connection.client.sendall(REQUEST)
        receive(connection.server, len(REQUEST))
        connection.server.sendall(ANSWER)
        receive(connection.client, len(ANSWER))
        abort(connection.client)
        bench.reset(connection, by="client", cause="health-check", claims="client", benign=True,
                    lost_octets=0, also_right=("application-abort",))
        bench.silence(2)
