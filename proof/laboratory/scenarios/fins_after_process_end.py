"""A server's process with six connections, of which all was read, is killed: its kernel closes them with
FINs, and resets what two clients still send. Those two are no event of their own."""

import sys

from bench import Bench
from ends import receive, receive_end

POINTS = ["client", "server"]
NEAR = ["application-abort", "unread-data", "idle-timeout"]
SERVER = """
import socket, time
listener = socket.create_server(("", 8004))
held = [listener.accept()[0] for _ in range(6)]
for one in held:
    one.recv(1000)
    one.sendall(b"a" * 500)
time.sleep(600)
"""


def run(bench: Bench) -> None:
    process = bench.serve(8004, sys.executable, "-c", SERVER)
    calls = [bench.call(8004) for _ in range(6)]
    for call in calls:
        call.sendall(b"q" * 200)
    for call in calls:
        receive(call, 500)
    bench.silence(1)
    process.kill()
    process.wait()
    for call in calls:
        receive_end(call)
    for call in calls[:2]:
        call.sendall(b"q" * 250)
        bench.reset_between(bench.address_of((bench.client.address, call.getsockname()[1])),
                            bench.address_of((bench.server.address, 8004)), by="server",
                            cause="data-after-close", claims="server", lost_octets=250,
                            situation="none")
    for call in calls[2:]:
        call.close()
    bench.settle()
