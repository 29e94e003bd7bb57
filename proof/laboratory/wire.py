"""A slow wire: hands frames from one interface to another, 5 ms later, and may meddle with them.

Linux has tc netem for the delay, which many kernels are built without.
"""

import heapq
import itertools
import select
import socket
import time
from typing import Callable, List, NoReturn, Tuple

DELAY_SECONDS = 0.005
PACKET_OUTGOING = 4

#: What a wire makes of a frame: frames, each with how many seconds it comes too late.
Meddling = Callable[[bytes], List[Tuple[float, bytes]]]


def leave_alone(frame: bytes) -> List[Tuple[float, bytes]]:
    """What every good wire does."""
    return [(0.0, frame)]


def forward(left: socket.socket, right: socket.socket, meddle: Meddling) -> NoReturn:
    """Forwards for ever; to be run in a process of its own."""
    waiting: List[Tuple[float, int, socket.socket, bytes]] = []
    # Frames of the same moment keep their order.
    number = itertools.count()
    other = {left: right, right: left}
    while True:
        patience = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([left, right], [], [], patience)
        for end in readable:
            frame, (_, _, kind, _, _) = end.recvfrom(65535)
            # A packet socket also sees what it has sent itself.
            if kind == PACKET_OUTGOING:
                continue
            for late, made in meddle(frame):
                due = time.monotonic() + DELAY_SECONDS + late
                heapq.heappush(waiting, (due, next(number), other[end], made))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, end, frame = heapq.heappop(waiting)
            end.send(frame)
