"""truth.json: beside the captures, what is true of each, and on what machine they were made."""

import datetime
import json
import platform
import re
from pathlib import Path
from typing import Any, Dict, List

NAME = "truth.json"
Truth = Dict[str, Any]


def write_truth(folder: Path, truths: List[Truth], keep_others: bool) -> None:
    """Writes the file; with `keep_others`, scenarios that did not run stay as they were."""
    made = {truth["scenario"]: {**truth, "recorded": _machine()} for truth in truths}
    path = folder / NAME
    before = read_truth(folder) if keep_others and path.exists() else []
    kept = {truth["scenario"]: truth for truth in before}
    scenarios = [truth for _, truth in sorted({**kept, **made}.items())]
    path.write_text(json.dumps({"scenarios": scenarios}, indent=2) + "\n")


def read_truth(folder: Path) -> List[Truth]:
    return json.loads((folder / NAME).read_text())["scenarios"]


def _machine() -> Dict[str, str]:
    """A kernel's own name may tell whose it is; its version does not."""
    version = re.match(r"[\d.]+", platform.release())
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "kernel": f"Linux {version.group() if version else platform.release()}",
    }
