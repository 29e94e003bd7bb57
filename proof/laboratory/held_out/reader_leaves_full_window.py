"""A reader whose window is full closes after a second: all that it has not read is lost."""

from bench import Bench
from ends import fill

POINTS = ["client", "server"]
NEAR = ["zero-window"]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(8081))
    connection.exchange()
    fill(connection.server)
    bench.silence(1)
    connection.client.close()
    bench.reset(connection, by="client", cause="unread-data", claims="client",
                also_right=("application-abort",))
