"""RSTs whose way through the network is watched: what was sent, and what must have arrived."""

from collections import Counter
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

from host import Address
from pcap import read_frames
from segment import RST


class Delivery(NamedTuple):
    """One RST of the server towards the client."""

    server: Address
    #: The client as the server sees it, and as it sees itself: addresses may be translated.
    client_at_sender: Address
    client_at_receiver: Address
    #: SEG.LEN; none where the server did not send it.
    sent_length: Optional[int]
    #: SEG.LEN; none where it did not arrive.
    received_length: Optional[int]
    #: delivered, dropped, stripped, cut, changed, added or reordered.
    outcome: str

    def describe(self) -> Dict[str, Any]:
        return {
            "server": self.server._asdict(),
            "clientAtSender": self.client_at_sender._asdict(),
            "clientAtReceiver": self.client_at_receiver._asdict(),
            "sentLength": self.sent_length,
            "receivedLength": self.received_length,
            "outcome": self.outcome,
        }


def check_deliveries(deliveries: List[Delivery], sender: Path, receiver: Path) -> None:
    """Raises where the captures do not have exactly the RSTs that the scenario tells of."""
    sent = Counter((delivery.server, delivery.client_at_sender, delivery.sent_length)
                   for delivery in deliveries if delivery.sent_length is not None)
    received = Counter((delivery.server, delivery.client_at_receiver, delivery.received_length)
                       for delivery in deliveries if delivery.received_length is not None)
    for path, expected in ((sender, sent), (receiver, received)):
        found = _count_rsts(path)
        if found != expected:
            raise ValueError(f"{path.name}: RSTs {found - expected} were not expected, "
                             f"and {expected - found} are missing")


def _count_rsts(path: Path) -> Counter:
    segments = (frame.segment for frame in read_frames(path))
    return Counter((Address(segment.source, segment.source_port),
                    Address(segment.destination, segment.destination_port),
                    segment.payload_length) for segment in segments if segment.flags & RST)
