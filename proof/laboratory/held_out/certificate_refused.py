"""A client does not know who signed the server's certificate (TLS 1.2): it says so in a fatal alert and
aborts."""

import ssl
import threading

from bench import Bench
from certificate import make_certificate
from ends import abort

POINTS = ["client", "server"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(8883))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with make_certificate() as (key, certificate):
        context.load_cert_chain(certificate, key)
    serving = threading.Thread(target=shake_hands, args=(connection.server, context, True))
    serving.start()
    refusing = ssl.create_default_context()
    refusing.check_hostname = False
    copy = connection.client.dup()
    shake_hands(connection.client, refusing, False)
    abort(copy)
    serving.join()
    bench.reset(connection, by="client", cause="after-tls-alert", claims="client",
                also_right=("unread-data",),
                notes="the rest of the server's flight lay unread, says the kernel")


def shake_hands(end, context, server_side) -> None:
    """Must fail."""
    copy = end.dup()
    try:
        context.wrap_socket(end, server_side=server_side)
    except (ssl.SSLError, ConnectionResetError):
        return
    finally:
        copy.close()
    raise AssertionError("the handshake did not fail")
