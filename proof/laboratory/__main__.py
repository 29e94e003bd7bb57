"""Makes real connections and real resets whose cause is known, and captures them.

    npm run laboratory                     all captures anew, with their truth
    npm run laboratory -- --check          the same beside it, and compares what is true of them
    npm run laboratory -- --only NAME      one scenario; may be repeated
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

# Modules stand beside each other; `python3 proof/laboratory` puts their folder first.
from compare_truth import differences
from needs import what_is_not_allowed, what_is_not_installed
from run_scenarios import run_all
from scenario_list import find_scenarios
from truth_file import read_truth, write_truth

COMMITTED = Path(__file__).resolve().parents[2] / "samples" / "laboratory"


def main() -> int:
    parser = argparse.ArgumentParser(prog="npm run laboratory --", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed")
    parser.add_argument("--only", action="append", metavar="NAME", help="this scenario alone")
    parser.add_argument("--out", type=Path, default=COMMITTED, metavar="FOLDER")
    options = parser.parse_args()
    reason = what_is_not_installed()
    if reason:
        print(f"SKIPPED laboratory: {reason}")
        return 1 if os.environ.get("CI") else 0
    reason = what_is_not_allowed()
    if reason:
        print(f"SKIPPED laboratory: {reason}")
        return 0
    scenarios = find_scenarios(options.only)
    if options.check:
        with tempfile.TemporaryDirectory(prefix="rstdiag-laboratory-") as folder:
            return check(scenarios, Path(folder), bool(options.only))
    options.out.mkdir(parents=True, exist_ok=True)
    truths, failures = run_all(scenarios, options.out)
    write_truth(options.out, truths, keep_others=bool(options.only))
    return 1 if failures else 0


def check(scenarios, folder: Path, some: bool) -> int:
    """Compares facts, not octets: a kernel has other clocks and other numbers each time."""
    truths, failures = run_all(scenarios, folder)
    found = differences(read_truth(COMMITTED), truths, some)
    for line in found:
        print(line)
    print(f"{len(truths)} scenarios made anew, {len(found)} differences, {failures} failed")
    return 1 if found or failures else 0


if __name__ == "__main__":
    sys.exit(main())
