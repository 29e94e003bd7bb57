"""curl has only 1 s for a slow download, and closes; the server goes on writing, and then closes
without having read all of the request, so that at the server its own RST is the first."""

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
    server.close()
    ends = Address(bench.client.address, port), Address(bench.server.address, 8083)
    bench.reset_between(*ends, by="client", cause="data-after-close", claims="client",
                        lost_octets=2000, seen_at="client")
    bench.reset_between(*ends, by="server", cause="unread-data", claims="server",
                        lost_octets=2000, also_right=("application-abort",), seen_at="server")
