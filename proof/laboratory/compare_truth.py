"""Compares two truths by what does not change from run to run: causes and kinds of RST."""

from typing import Any, Dict, List, Optional

Truth = Dict[str, Any]
Facts = Dict[str, Any]

#: Frame numbers move with every retransmission, ports with every new scenario; who, why and how
#: do not.
STABLE = ("server", "by", "cause", "claims", "flags", "benign", "alsoRight", "reasonCode",
          "situation", "lostOctets")
KERNEL = "kernelReason"


def differences(committed: List[Truth], made: List[Truth], some: bool) -> List[str]:
    """One line for each difference; with `some`, scenarios that were not made are no difference."""
    before = {truth["scenario"]: _facts(truth) for truth in committed}
    after = {truth["scenario"]: _facts(truth) for truth in made}
    names = set(after) if some else set(before) | set(after)
    lines: List[str] = []
    for name in sorted(names):
        if name not in before or name not in after:
            lines.append(f"{name}: {'not committed' if name not in before else 'not made'}")
            continue
        for file in sorted(set(before[name]) | set(after[name])):
            old, new = before[name].get(file), after[name].get(file)
            if not _agree(old, new):
                lines.append(f"{file}: {_describe(old, new)}")
    return lines


def _describe(old: Optional[List[Facts]], new: Optional[List[Facts]]) -> str:
    if old is None or new is None:
        return "not committed" if old is None else "not made"
    if len(old) != len(new):
        return f"committed with {len(old)} findings, made with {len(new)}"
    return "; ".join(f"committed {before}, made {after}" for before, after in zip(old, new)
                     if not _agree_on_one(before, after))


def _facts(truth: Truth) -> Dict[str, Any]:
    if "deliveries" in truth:
        return {truth["sender"]: [{key: value for key, value in delivery.items()
                                   if not key.startswith("client")}
                                  for delivery in truth["deliveries"]]}
    return {capture["file"]: [_facts_of(finding) for finding in capture["findings"]]
            # Which frames are missing in a capture is chance.
            for capture in truth["captures"] if "missing" not in capture.get("partial", "")}


def _facts_of(finding: Dict[str, Any]) -> Dict[str, Any]:
    # How many RSTs follow is chance; what the kernel says of the first one is not.
    first = finding.get("kernelReasons", [])[:1]
    return {key: finding[key] for key in STABLE if key in finding} | {KERNEL: first}


def _agree(old: Optional[List[Facts]], new: Optional[List[Facts]]) -> bool:
    if old is None or new is None or len(old) != len(new):
        return False
    return all(_agree_on_one(*pair) for pair in zip(old, new))


def _agree_on_one(old: Facts, new: Facts) -> bool:
    """A kernel that does not tell its reasons contradicts nobody."""
    told = bool(old.get(KERNEL)) and bool(new.get(KERNEL))
    return all(old.get(key) == new.get(key) for key in old.keys() | new.keys()
               if key != KERNEL or told)
