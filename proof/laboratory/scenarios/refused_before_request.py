"""A server has too many connections: it answers 503 and closes before the request has come. The
request meets a closed connection, and the client, which writes more before it reads, never sees
the answer (O. Langlois, TCP RST flag subtleties)."""

from bench import Bench
from ends import expect_error
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
ANSWER = (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
          b"busy\n")
ORDER = b"POST /order HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2000\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    connection.server.sendall(ANSWER)
    connection.server.close()
    connection.client.sendall(ORDER)
    bench.settle()
    expect_error((ConnectionResetError, BrokenPipeError), connection.client.sendall, b"x" * 2000)
    connection.client.close()
    bench.reset(connection, by="server", cause="data-after-close", claims="server", index=1,
                lost_octets=len(ORDER) + len(ANSWER),
                notes="the client's application got an error and never read the 503; the first RST "
                "has the sequence number of the request's ACK, so that the second one decides")
