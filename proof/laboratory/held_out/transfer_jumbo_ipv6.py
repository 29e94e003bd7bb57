"""Downloads and uploads of 60 kB over IPv6 with frames of 9000 octets; no reset."""

from bench import Bench
from recording import OTHER_PARTIAL

POINTS = ["client", "server", *[point for point in OTHER_PARTIAL if point != "client-headers"]]


def run(bench: Bench) -> None:
    bench.set_frame_size(9000)
    listener = bench.listen(8443, version=6)
    for request, response in ((200, 60_000), (60_000, 20)):
        connection = bench.connect(listener)
        connection.exchange(request, response)
        connection.finish()
