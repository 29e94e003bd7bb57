"""An administrator of the server ends a connection with `ss -K` while the peers are silent."""

from bench import Bench

NEAR = ["idle-timeout"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.silence(3)
    bench.server.run("ss", "-K", "-t", "dport", "=", str(connection.client_address.port))
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0, also_right=("idle-timeout",),
                notes="3 s of silence are no known timer")
