"""curl has only 1 s for a slow download, and closes; the server goes on writing."""

import threading

from bench import Bench
from ends import receive
from host import Address
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *OTHER_PARTIAL]


def run(bench: Bench) -> None:
    listener = bench.listen(8083)
    port = bench.next_port()
    url = f"http://{bench.server.address}:8083/film"
    # It fails, as it should.
    command = f"curl -s -o /dev/null --max-time 1 --local-port {port} {url}; test $? = 28"
    calling = threading.Thread(target=bench.client.run, args=("sh", "-c", command))
    calling.start()
    server = listener.accept()[0]
    receive(server, 20)
    server.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")
    for _ in range(2):
        server.sendall(b"a" * 2000)
        bench.silence(0.4)
    calling.join()
    bench.settle()
    server.sendall(b"a" * 2000)
    bench.reset_between(Address(bench.client.address, port), Address(bench.server.address, 8083),
                        by="client", cause="data-after-close", claims="client", lost_octets=2000)
