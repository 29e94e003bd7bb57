"""A server's process is killed with an unread request in its buffer; another connection, of which all
was read, gets a FIN by the same death."""

import sys

from bench import Bench
from ends import receive_end

POINTS = ["client", "server"]
SERVER = """
import socket, time
listener = socket.create_server(("", 8086))
first, second = listener.accept()[0], listener.accept()[0]
second.recv(1000)
second.sendall(b"a" * 500)
time.sleep(60)
"""


def run(bench: Bench) -> None:
    worker = bench.serve(8086, sys.executable, "-c", SERVER)
    first = bench.call(8086)
    second = bench.call(8086)
    first.sendall(b"q" * 700)
    second.sendall(b"q" * 700)
    bench.silence(0.3)
    worker.kill()
    bench.settle()
    receive_end(second)
    second.close()
    bench.reset_between(bench.address_of(first.getsockname()), bench.address_of((
        bench.server.address, 8086)), by="server", cause="unread-data", claims="server",
        lost_octets=700, also_right=("application-abort",))
