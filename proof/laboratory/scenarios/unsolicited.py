"""Somebody sends SYNs to a server with the address of a host that has asked for nothing: the server
accepts them, and the host resets what it knows nothing of. It had other traffic long before."""

from bench import Bench
from host import Address
from unsolicited_from_the_start import send_backscatter

POINTS = ["client", "client-receives", "client-sends", "client-short", "client-half"]
NEAR = ["scan", "health-check", "untranslated-answer"]


def run(bench: Bench) -> None:
    bench.listen(443)
    connection = bench.connect(bench.listen(80))
    connection.exchange()
    bench.silence(5)
    send_backscatter(bench, Address(bench.server.address, 443))
    connection.exchange()
    connection.finish()
