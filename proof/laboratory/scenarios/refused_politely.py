"""The server answers 503, reads the request and closes; no reset at all."""

from bench import Bench
from ends import receive, receive_end
from refused_before_request import ANSWER
from refused_with_request_unread import REQUEST

NEAR = ["unread-data", "data-after-close"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.server.sendall(ANSWER)
    connection.client.sendall(REQUEST)
    receive(connection.server, len(REQUEST))
    connection.server.close()
    receive_end(connection.client)
    connection.client.close()
