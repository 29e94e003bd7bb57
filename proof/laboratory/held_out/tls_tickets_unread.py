"""A client of TLS 1.3 sends its request and closes without reading the session tickets: a thing
that many do, which ends in an RST."""

import ssl
import threading

from bench import Bench
from certificate import make_certificate

POINTS = ["client", "server"]
NEAR = ["after-tls-alert"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(993))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    with make_certificate() as (key, certificate):
        context.load_cert_chain(certificate, key)
    sessions = []
    serving = threading.Thread(target=lambda: sessions.append(
        context.wrap_socket(connection.server, server_side=True)))
    serving.start()
    trusting = ssl._create_unverified_context()
    session = trusting.wrap_socket(connection.client)
    serving.join()
    session.sendall(b"q" * 80)
    sessions[0].recv(100)
    bench.settle()
    session.close()
    bench.reset(connection, by="client", cause="unread-data", claims="client",
                also_right=("application-abort",))
