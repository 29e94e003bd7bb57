"""What an application or its kernel does with one end of a connection."""

import socket
import struct

#: linux/tcp.h; python's socket module does not name it.
TCP_REPAIR = 19


def abort(end: socket.socket) -> None:
    """ABORT (RFC 9293 section 3.10.5): SO_LINGER with a time of 0, then close."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


def forget(end: socket.socket) -> None:
    """The kernel loses a connection without a word, as in a restart."""
    end.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    end.close()


def receive(end: socket.socket, octets: int) -> bytes:
    """Reads so many octets, fewer where the connection ends before."""
    read = b""
    while len(read) < octets:
        more = end.recv(octets - len(read))
        if not more:
            break
        read += more
    return read


def receive_end(end: socket.socket) -> None:
    """Reads until the other end has closed."""
    while end.recv(65535):
        pass


def expect_error(kind: type, action, *arguments) -> None:
    """The action must fail in this way, or the scenario is not what it says."""
    try:
        action(*arguments)
    except kind:
        return
    raise AssertionError(f"{getattr(action, '__name__', action)} did not raise {kind.__name__}")


def keep_alive(end: socket.socket, idle: int, interval: int, probes: int) -> None:
    """Times in seconds."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle)
    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, interval)
    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, probes)


def fill(end) -> None:
    """Sends until the other end's window is 0 and nothing more is taken."""
    end.settimeout(0.5)
    try:
        while True:
            end.sendall(b"a" * 8000)
    except TimeoutError:
        end.settimeout(20)


def read_all(end) -> None:
    """Reads until nothing has come for a second."""
    end.settimeout(1)
    try:
        while end.recv(65535):
            pass
    except TimeoutError:
        end.settimeout(20)
