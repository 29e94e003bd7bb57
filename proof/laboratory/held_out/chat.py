"""Two people write short lines to each other over IPv6, both at the same time; no reset."""

import random

from bench import Bench
from ends import receive

POINTS = ["client", "server", "client-receives", "client-sends", "client-gap", "client-half",
          "client-mirrored", "client-swapped"]


def run(bench: Bench) -> None:
    chooser = random.Random(7)
    connection = bench.connect(bench.listen(6667, version=6))
    pending = {connection.client: 0, connection.server: 0}
    peers = {connection.client: connection.server, connection.server: connection.client}
    for _ in range(30):
        writer = chooser.choice(list(peers))
        line = b"z" * chooser.randrange(3, 60) + b"\r\n"
        writer.sendall(line)
        pending[peers[writer]] += len(line)
        bench.silence(chooser.uniform(0, 0.08))
        reader = chooser.choice(list(peers))
        if pending[reader]:
            pending[reader] -= len(receive(reader, pending[reader]))
    bench.settle()
    for reader, octets in pending.items():
        receive(reader, octets)
    connection.finish()
