"""A client's process with six connections to four ports of a server is killed; it had set SO_LINGER to 0,
so that its kernel resets all of them within milliseconds."""

import sys

from bench import Bench
from ends import receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["idle-timeout", "unread-data", "injected", "scan", "health-check"]
PORTS = (80, 80, 443, 443, 5432, 6379)
#: Arguments: the server's address, and the ports at both ends of each connection.
CLIENT = """
import socket, struct, sys, time
server, *pairs = sys.argv[1:]
held = []
for pair in pairs:
    own, port = map(int, pair.split(":"))
    call = socket.socket()
    call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.bind(("", own))
    call.connect((server, port))
    call.sendall(b"q" * 100)
    left = 800
    while left:
        left -= len(call.recv(left))
    held.append(call)
time.sleep(600)
"""


def run(bench: Bench) -> None:
    kill_process(bench, silence=1)


def kill_process(bench: Bench, silence: float) -> None:
    """Kills it so many seconds after its last segment."""
    listeners = {port: bench.listen(port) for port in sorted(set(PORTS))}
    pairs = [(bench.next_port(), port) for port in PORTS]
    process = bench.client.start(sys.executable, "-c", CLIENT, bench.server.address,
                                 *(f"{own}:{port}" for own, port in pairs))
    servers = []
    for _, port in pairs:
        server = listeners[port].accept()[0]
        receive(server, 100)
        server.sendall(b"a" * 800)
        servers.append(server)
    bench.silence(silence)
    process.kill()
    process.wait()
    bench.settle()
    for own, port in pairs:
        bench.reset_between(bench.address_of((bench.client.address, own)),
                            bench.address_of((bench.server.address, port)),
                            by="client", cause="application-abort", claims="client",
                            lost_octets=0, situation="process ended")
