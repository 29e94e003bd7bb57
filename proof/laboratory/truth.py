"""What a scenario says of its resets, and where they are found in each capture."""

from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from host import Address
from kernel_reasons import KernelReason
from pcap import Frame, read_frames
from segment import ACK, RST


class Reset(NamedTuple):
    """A reset as the scenario knows it, since it made it."""

    client: Address
    server: Address
    #: Who decided: client, server or middle.
    by: str
    #: One of the closed set of names of `rstdiag explain`.
    cause: str
    #: Whose address the deciding RST has: client or server.
    claims: str
    #: Which of the RSTs with that address decides.
    index: int = 0
    benign: bool = False
    #: Octets that were sent and that the receiving application never got, where known.
    lost_octets: Optional[int] = None
    #: Other causes that are no mistake to name, since the packets alone cannot tell.
    also_right: Tuple[str, ...] = ()
    #: Where alone this is true: client or server; none where it is true of every capture.
    seen_at: Optional[str] = None
    #: The server's address where the RST was sent, if a translator on the way changes it.
    server_at_sender: Optional[Address] = None
    #: The stated code, where there is one.
    reason_code: Optional[int] = None
    #: What people would call it: a situation of `rstdiag explain`, or none; not told without.
    situation: Optional[str] = None
    notes: str = ""


def describe(path: Path, host: str, resets: List[Reset], partial: Optional[str],
             reasons: Optional[List[KernelReason]]) -> Dict[str, Any]:
    """The truth about one capture; raises where it has RSTs that the scenario does not know."""
    frames = list(read_frames(path))
    found = [_describe_reset(frames, reset, partial, reasons) for reset in resets
             if reset.seen_at in (None, host)]
    known = {number for reset in found if reset for number in reset["resets"]}
    unknown = {frame.number for frame in frames if frame.segment.flags & RST} - known
    if unknown:
        raise ValueError(f"{path.name}: nobody knows the RSTs in frames {sorted(unknown)}")
    return {
        "file": path.name,
        **({"partial": partial} if partial else {}),
        "frames": len(frames),
        "findings": [reset for reset in found if reset],
    }


def _describe_reset(frames: List[Frame], reset: Reset, partial: Optional[str],
                    reasons: Optional[List[KernelReason]]) -> Optional[Dict[str, Any]]:
    """Nothing where the capture has none of its RSTs."""
    ends = {reset.client, reset.server}
    resets = [frame for frame in frames if frame.segment.flags & RST
              and {_source(frame), _destination(frame)} == ends]
    claimed, peer = _sender_first(reset, reset.server)
    deciding = [frame for frame in resets if _source(frame) == claimed]
    seen = -len(deciding) <= reset.index < len(deciding)
    if not seen and not (partial and resets):
        return None
    # Of a connection whose deciding RST was not captured, those that followed it still tell.
    decisive = deciding[reset.index] if seen else resets[0]
    at_sender = _sender_first(reset, reset.server_at_sender or reset.server)
    return {
        "client": reset.client._asdict(),
        "server": reset.server._asdict(),
        "by": reset.by,
        "cause": reset.cause,
        "frame": decisive.number,
        "resets": [frame.number for frame in resets],
        "claims": reset.claims,
        **({} if seen else {"decidingMissing": True}),
        "flags": "RST+ACK" if decisive.segment.flags & ACK else "RST",
        "benign": reset.benign,
        **({} if reasons is None else
           {"kernelReasons": [one.reason for one in reasons if one.is_of(*at_sender)]}),
        **({"lostOctets": reset.lost_octets} if reset.lost_octets is not None else {}),
        **({"alsoRight": list(reset.also_right)} if reset.also_right else {}),
        **({"reasonCode": reset.reason_code} if reset.reason_code is not None else {}),
        **({"situation": reset.situation} if reset.situation is not None else {}),
        **({"notes": reset.notes} if reset.notes else {}),
    }


def _sender_first(reset: Reset, server: Address) -> Tuple[Address, Address]:
    """Whose address the deciding RST has, and the other end."""
    return (reset.client, server) if reset.claims == "client" else (server, reset.client)


def _source(frame: Frame) -> Address:
    return Address(frame.segment.source, frame.segment.source_port)


def _destination(frame: Frame) -> Address:
    return Address(frame.segment.destination, frame.segment.destination_port)
