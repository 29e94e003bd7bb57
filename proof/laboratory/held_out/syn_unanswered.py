"""A firewall drops what comes to a port; the client calls 8 s long and gives up; no reset."""

from bench import Bench
from ends import expect_error

POINTS = ["client"]
NEAR = ["firewall-reject", "scan"]


def run(bench: Bench) -> None:
    bench.break_path()
    call = bench.start_call()
    call.settimeout(8)
    expect_error(TimeoutError, call.connect, (bench.server.address, 3306))
    call.close()
