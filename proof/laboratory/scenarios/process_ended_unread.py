"""A server's process with six connections of two hosts at three ports is killed while a request lies unread
in each; its kernel resets them within milliseconds."""

import sys

from bench import Bench
from ends import receive

POINTS = ["server"]
NEAR = ["idle-timeout", "injected", "half-open"]
PORTS = (8001, 8002, 8003)
#: Arguments: the ports, of which it accepts two connections each.
SERVER = """
import socket, sys, time
listeners = [socket.create_server(("", int(port))) for port in sys.argv[1:]]
held = [listener.accept()[0] for listener in listeners for _ in range(2)]
for one in held:
    one.recv(1000)
    one.sendall(b"a" * 500)
time.sleep(60)
"""


def run(bench: Bench) -> None:
    process = bench.serve(PORTS[-1], sys.executable, "-c", SERVER, *map(str, PORTS))
    calls = [bench.call(port, host=host) for port in PORTS
             for host in (bench.client, bench.middle)]
    for call in calls:
        call.sendall(b"q" * 200)
    for call in calls:
        receive(call, 500)
    for call in calls:
        call.sendall(b"q" * 300)
        bench.silence(0.1)
    process.kill()
    process.wait()
    for call in calls:
        bench.reset_between(bench.address_of(call.getsockname()),
                            bench.address_of(call.getpeername()), by="server",
                            cause="unread-data", claims="server", lost_octets=300,
                            also_right=("application-abort",), situation="process ended")
    bench.settle()
