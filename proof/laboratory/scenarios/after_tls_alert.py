"""A TLS handshake fails: the server has no cipher to offer, sends a fatal alert and resets."""

import ssl
import threading

from bench import Bench
from ends import abort
from recording import PARTIAL

POINTS = ["client", "server", *PARTIAL]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(443))
    calling = threading.Thread(target=shake_hands,
                               args=(connection.client, ssl.PROTOCOL_TLS_CLIENT))
    calling.start()
    # Without a certificate there is no cipher that both could use.
    shake_hands(connection.server, ssl.PROTOCOL_TLS_SERVER)
    calling.join()
    bench.reset(connection, by="server", cause="after-tls-alert", claims="server")


def shake_hands(end, protocol) -> None:
    """Must fail; the server aborts, the client waits."""
    context = ssl.SSLContext(protocol)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    serving = protocol == ssl.PROTOCOL_TLS_SERVER
    copy = end.dup()
    try:
        context.wrap_socket(end, server_side=serving)
    except ssl.SSLError:
        (abort if serving else lambda _: None)(copy)
        return
    raise AssertionError("the handshake did not fail")
