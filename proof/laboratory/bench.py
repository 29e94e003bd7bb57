"""What a scenario works with: a network, connections with fixed ports, and the truth it tells."""

import socket
import subprocess
import time
from typing import List, NamedTuple, Optional, Tuple

from delivery import Delivery
from ends import receive, receive_end
from host import Address, Host
from network import Network
from tap import Tap
from truth import Reset


class Connection(NamedTuple):
    """Both ends of an established connection."""

    client: socket.socket
    server: socket.socket
    client_address: Address
    server_address: Address

    def exchange(self, request: int = 100, response: int = 1000) -> None:
        """The client asks, the server answers, and both read all of it."""
        self.client.sendall(b"q" * request)
        receive(self.server, request)
        self.server.sendall(b"a" * response)
        receive(self.client, response)

    def finish(self) -> None:
        """Both ends close, the client first, each with a FIN."""
        self.client.close()
        receive_end(self.server)
        self.server.close()


class Bench:
    """One scenario's; `resets` is what it says of what it did."""

    def __init__(self, network: Network, first_port: int) -> None:
        self.client, self.middle, self.server = network.client, network.middle, network.server
        self.resets: List[Reset] = []
        #: What became of the RSTs of a scenario for `compare`.
        self.deliveries: List[Delivery] = []
        self.set_frame_size = network.set_frame_size
        self._next_port = first_port
        self._programs: List[subprocess.Popen] = []
        #: A socket that nobody holds is closed, which would be seen.
        self._held: List[socket.socket] = []

    def listen(self, port: int, host: Optional[Host] = None, backlog: int = 16,
               protocol: int = socket.IPPROTO_TCP, version: int = 4) -> socket.socket:
        host = host or self.server
        listener = self._hold(host.socket(protocol, version))
        listener.bind(("0.0.0.0" if version == 4 else "::", port))
        listener.listen(backlog)
        return listener

    def call(self, port: int, host: Optional[Host] = None, address: Optional[str] = None,
             protocol: int = socket.IPPROTO_TCP, version: int = 4,
             client_port: Optional[int] = None) -> socket.socket:
        """A client's socket that is connected; raises what connect() raises."""
        made = self.start_call(host, protocol, version, client_port)
        made.connect((address or self.server.addresses[0 if version == 4 else 1], port))
        return made

    def start_call(self, host: Optional[Host] = None, protocol: int = socket.IPPROTO_TCP,
                   version: int = 4, client_port: Optional[int] = None) -> socket.socket:
        """A client's socket with the next port, not yet connected."""
        made = self._hold((host or self.client).socket(protocol, version))
        made.bind(("0.0.0.0" if version == 4 else "::", client_port or self.next_port()))
        return made

    @staticmethod
    def address_of(name: Tuple) -> Address:
        """From what getsockname() and getpeername() return."""
        return Address(*name[:2])

    def next_port(self) -> int:
        self._next_port += 1
        return self._next_port - 1

    def connect(self, listener: socket.socket, client_port: Optional[int] = None,
                protocol: int = socket.IPPROTO_TCP) -> Connection:
        """A new connection to a listener of the server."""
        version = 6 if listener.family == socket.AF_INET6 else 4
        client = self.call(listener.getsockname()[1], client_port=client_port, protocol=protocol,
                           version=version)
        return self.accept(listener, client)

    def accept(self, listener: socket.socket, client: socket.socket) -> Connection:
        """The connection that a client's socket has with a listener."""
        server = self._hold(listener.accept()[0])
        server.settimeout(20)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(client, server, Address(*client.getsockname()[:2]),
                          Address(*client.getpeername()[:2]))

    def tap_towards_client(self) -> Tap:
        """In the middle, where forged segments go to the client."""
        return Tap(self.middle, "middle0", "client0")

    def tap_towards_server(self) -> Tap:
        """In the middle, where forged segments go to the server."""
        return Tap(self.middle, "middle1", "server0")

    def tap_from_client(self) -> Tap:
        """At the client, for segments that its kernel knows nothing of."""
        return Tap(self.client, "client0", "middle0")

    def tap_from_server(self) -> Tap:
        """At the server, for segments that its kernel knows nothing of."""
        return Tap(self.server, "server0", "middle1")

    def reset(self, connection: Connection, **facts) -> None:
        """Tells the truth about a reset; the fields of `Reset` but the addresses."""
        self.resets.append(
            Reset(connection.client_address, connection.server_address, **facts))

    def deliver(self, connection: Connection, sent: Optional[int], received: Optional[int],
                outcome: str) -> None:
        """Tells what became of an RST of the server, by the octets of its payload."""
        self.deliveries.append(Delivery(
            connection.server_address, Address(*connection.server.getpeername()[:2]),
            connection.client_address, sent, received, outcome))

    def reset_between(self, client: Address, server: Address, **facts) -> None:
        self.resets.append(Reset(client, server, **facts))

    def break_path(self, whose: str = "client") -> None:
        """What the client sends is lost from here on, or what the server sends."""
        interface = {"client": "middle0", "server": "middle1"}[whose]
        self.middle.filter(f"""
            table inet broken {{
                chain forward {{
                    type filter hook forward priority 0;
                    iifname {interface} drop;
                }}
            }}""")

    def shrink_window(self) -> None:
        """New connections have small windows and buffers, and so small captures."""
        self.server.run("sysctl", "-q", "-w", "net.ipv4.tcp_wmem=4096 8192 8192")
        self.client.run("sysctl", "-q", "-w", "net.ipv4.tcp_rmem=4096 8192 8192")

    def silence(self, seconds: float) -> None:
        """Nothing happens for a while."""
        time.sleep(seconds)

    def serve(self, port: int, *command: str) -> subprocess.Popen:
        """Starts a program at the server, and waits until it listens."""
        program = self.server.start(*command)
        self._programs.append(program)
        end = time.monotonic() + 10
        while f":{port} " not in self.server.run("ss", "-Hltn"):
            if time.monotonic() > end:
                raise TimeoutError(f"{command[0]} does not listen at port {port}")
            time.sleep(0.02)
        return program

    def stop_programs(self) -> None:
        for program in self._programs:
            program.kill()
            program.wait()

    def _hold(self, made: socket.socket) -> socket.socket:
        self._held.append(made)
        return made

    def settle(self) -> None:
        """Waits until what is under way has arrived, and its answer too."""
        time.sleep(0.05)
