"""The scenarios: each module in scenarios/ and held_out/ is one. Its docstring says what is done.

Those in scenarios/ were at hand while the signatures of `rstdiag explain` were made ("tuned"); those
in held_out/ were recorded before anybody had seen what it says of them ("held-out").
"""

import importlib
import sys
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional, Tuple

from bench import Bench
from wire import Meddling, leave_alone

HERE = Path(__file__).resolve().parent

#: The folder of each set, and the first port of its clients. No two scenarios have a client's port
#: in common, so that a trace of the kernel tells them apart.
SETS: Dict[str, Tuple[Path, int]] = {
    "tuned": (HERE / "scenarios", 40001),
    "held-out": (HERE / "held_out", 50001),
}
PORTS_EACH = 40


class Scenario(NamedTuple):
    name: str
    #: Of `SETS`.
    set: str
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
    modules = {name: (set_name, first_port + index * PORTS_EACH)
               for set_name, (folder, first_port) in SETS.items()
               for index, name in enumerate(_modules_of(folder))}
    wanted = {name.replace("-", "_") for name in only} if only else set(modules)
    unknown = wanted - set(modules)
    if unknown:
        sys.exit(f"no such scenario: {', '.join(sorted(unknown))}; there are: "
                 + ", ".join(name.replace("_", "-") for name in sorted(modules)))
    return [_load(name, *place) for name, place in modules.items() if name in wanted]


def _modules_of(folder: Path) -> List[str]:
    sys.path.insert(0, str(folder))
    return sorted(path.stem for path in folder.glob("*.py"))


def _load(name: str, set_name: str, first_port: int) -> Scenario:
    module = importlib.import_module(name)
    what = " ".join(module.__doc__.split())
    return Scenario(name.replace("_", "-"), set_name, what, getattr(module, "POINTS", ["client"]),
                    module.run, first_port, getattr(module, "NEAR", []),
                    getattr(module, "meddle", leave_alone), getattr(module, "CLOCK_AHEAD", 0.0))
