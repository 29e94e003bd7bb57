"""The server says goodbye with close_notify, which is a warning and not fatal,
and a second later its application aborts."""

from bench import Bench
from ends import abort, receive

#: TLS 1.2, alert, two octets: level warning, close_notify (RFC 5246 section 7.2.1).
CLOSE_NOTIFY = bytes.fromhex("15 03 03 00 02 01 00")

NEAR = ["after-tls-alert"]


def run(bench: Bench) -> None:
    connection = bench.connect(bench.listen(443))
    connection.exchange()
    connection.server.sendall(CLOSE_NOTIFY)
    receive(connection.client, len(CLOSE_NOTIFY))
    bench.silence(1)
    abort(connection.server)
    bench.reset(connection, by="server", cause="application-abort", claims="server",
                lost_octets=0)
