"""The scenarios: each module in scenarios/ is one. Its docstring says what is done."""

import importlib
import sys
from pathlib import Path
from typing import Callable, List, NamedTuple, Optional

from bench import Bench
from wire import Meddling, leave_alone

FOLDER = Path(__file__).resolve().parent / "scenarios"

#: No two scenarios have a client's port in common, so that a trace of the kernel tells them apart.
FIRST_PORT, PORTS_EACH = 40001, 40


class Scenario(NamedTuple):
    name: str
    #: What is done, in a sentence or two.
    what: str
    #: Where is captured; names of `recording.POINTS`.
    points: List[str]
    run: Callable[[Bench], None]
    #: Its clients have this port and the next ones.
    first_port: int
    #: Causes for which it could be taken, and must not be.
    near: List[str]
    #: What the wire does to frames.
    meddle: Meddling
    #: By how many seconds the client's clock is ahead of the server's.
    clock_ahead: float


def find_scenarios(only: Optional[List[str]] = None) -> List[Scenario]:
    """All of them by name, or those that are named; exits where a name is not known."""
    sys.path.insert(0, str(FOLDER))
    modules = sorted(path.stem for path in FOLDER.glob("*.py"))
    wanted = {name.replace("-", "_") for name in only} if only else set(modules)
    unknown = wanted - set(modules)
    if unknown:
        sys.exit(f"no such scenario: {', '.join(sorted(unknown))}; there are: "
                 + ", ".join(name.replace("_", "-") for name in modules))
    return [_load(name, FIRST_PORT + index * PORTS_EACH)
            for index, name in enumerate(modules) if name in wanted]


def _load(name: str, first_port: int) -> Scenario:
    module = importlib.import_module(name)
    what = " ".join(module.__doc__.split())
    return Scenario(name.replace("_", "-"), what, getattr(module, "POINTS", ["client"]),
                    module.run, first_port, getattr(module, "NEAR", []),
                    getattr(module, "meddle", leave_alone), getattr(module, "CLOCK_AHEAD", 0.0))
