"""A scan of five ports by connect(), as who may not send raw segments does it; what is open is reset at
once."""

from bench import Bench
from ends import abort, expect_error

POINTS = ["client", "server"]
NEAR = ["health-check"]


def run(bench: Bench) -> None:
    for port in (22, 8080):
        bench.listen(port)
    for port in (21, 22, 23, 8080, 8081):
        call = bench.start_call()
        source = bench.address_of((bench.client.address, call.getsockname()[1]))
        target = bench.address_of((bench.server.address, port))
        if port in (22, 8080):
            call.connect(target)
            abort(call)
            bench.reset_between(source, target, by="client", cause="scan", claims="client",
                                benign=True, lost_octets=0, also_right=("application-abort",))
        else:
            expect_error(ConnectionRefusedError, call.connect, target)
            bench.reset_between(source, target, by="server", cause="closed-port", claims="server",
                                lost_octets=0, also_right=("scan",))
