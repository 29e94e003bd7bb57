"""A server reads the head of an upload of 60,000 octets, answers 413 and closes, while the rest lies
unread or is on its way."""

import threading
import time

from bench import Bench
from ends import receive
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]
NEAR = ["data-after-close", "injected", "application-abort"]
HEAD = b"POST /film HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 60000\r\n\r\n"
ANSWER = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(80))
    uploading = threading.Thread(target=upload, args=(connection.client,))
    uploading.start()
    receive(connection.server, len(HEAD))
    connection.server.sendall(ANSWER)
    connection.server.close()
    uploading.join()
    bench.reset(connection, by="server", cause="unread-data", claims="server",
                also_right=("application-abort",), situation="upload refused")


def upload(client) -> None:
    """The server closes before the rest is there, and before its answer is back."""
    try:
        client.sendall(HEAD + b"q" * 1300)
        time.sleep(0.006)
        client.sendall(b"q" * 58700)
    except (ConnectionResetError, BrokenPipeError):
        pass
