"""A client's process with six connections that have been silent for 60 s, the time of many idle timers,
is killed; its kernel resets all of them within milliseconds."""

from bench import Bench
from process_ended import kill_process

POINTS = ["client", "server"]
NEAR = ["idle-timeout", "unread-data", "injected"]


def run(bench: Bench) -> None:
    kill_process(bench, silence=60)
