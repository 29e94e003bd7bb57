"""The client closes while 30000 octets of the answer lie unread in its buffer."""

from bench import Bench
from ends import receive


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.client.sendall(b"q" * 100)
    receive(connection.server, 100)
    connection.server.sendall(b"a" * 30000)
    bench.silence(0.2)
    connection.client.close()
    bench.reset(connection, by="client", cause="unread-data", claims="client",
                lost_octets=30000, also_right=("application-abort",))
