"""A client's process with six connections to three servers is killed; it had set SO_LINGER to 0, so that its
kernel resets all of them within milliseconds."""

import sys

from bench import Bench
from ends import receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["idle-timeout", "unread-data", "injected", "scan", "health-check"]
SECOND = "198.51.100.21"
PORTS = (80, 443, 6379)
#: Arguments: address and port of each server, and the own port.
CLIENT = """
import socket, struct, sys, time
held = []
for target in sys.argv[1:]:
    server, port, own = target.split(":")
    call = socket.socket()
    call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.bind(("", int(own)))
    call.connect((server, int(port)))
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
    server, middle = bench.server, bench.middle
    server.ip("address", "add", f"{SECOND}/24", "dev", "server0")
    at_server = {port: bench.listen(port) for port in PORTS}
    in_the_middle = bench.listen(443, host=middle)
    targets = [(bench.address_of((address, port)), listener, bench.next_port())
               for address, port, listener in (
                   (server.address, 80, at_server[80]), (server.address, 80, at_server[80]),
                   (server.address, 443, at_server[443]), (SECOND, 6379, at_server[6379]),
                   (SECOND, 443, at_server[443]), (middle.address, 443, in_the_middle))]
    process = bench.client.start(sys.executable, "-c", CLIENT, *(
        f"{address}:{port}:{own}" for (address, port), _, own in targets))
    held = []
    for _, listener, _ in targets:
        one = listener.accept()[0]
        receive(one, 100)
        one.sendall(b"a" * 800)
        held.append(one)
    bench.silence(silence)
    process.kill()
    process.wait()
    bench.settle()
    for target, _, own in targets:
        bench.reset_between(bench.address_of((bench.client.address, own)), target, by="client",
                            cause="application-abort", claims="client", lost_octets=0,
                            situation="process ended")
