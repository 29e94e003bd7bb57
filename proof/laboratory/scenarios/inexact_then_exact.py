"""The server's last data is lost and its abort is not: the client challenges the RST, since it
lacks what came before, and the server's kernel answers with an exact one."""

from bench import Bench
from ends import abort

NEAR = ["inexact-rst"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.settle()
    bench.middle.filter("""
        table ip lossy {
            chain forward {
                type filter hook forward priority 0;
                tcp sport 80 tcp flags & rst == 0 meta length > 100 drop
            }
        }""")
    connection.server.sendall(b"a" * 700)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server", index=-1,
                lost_octets=700, also_right=("inexact-rst",),
                notes="the first RST is inexact for the client, the last one ends the connection")
