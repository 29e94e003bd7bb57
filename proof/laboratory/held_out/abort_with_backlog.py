"""The server aborts 0.3 s after it wrote more than a slow reader's window takes; what lies in its
send queue is lost."""

from bench import Bench
from ends import abort

POINTS = ["client", "server"]
NEAR = ["zero-window"]


def run(bench: Bench) -> None:
    bench.shrink_window()
    connection = bench.connect(bench.listen(8085))
    connection.exchange()
    connection.server.setblocking(False)
    try:
        while True:
            connection.server.send(b"a" * 4000)
    except BlockingIOError:
        bench.silence(0.3)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                also_right=("zero-window",),
                notes="nobody waited for the window, but nothing on the wire tells for what")
