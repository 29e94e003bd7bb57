"""Runs scenarios side by side, each in a process and a network of its own."""

import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from bench import Bench
from delivery import check_deliveries
from kernel_reasons import ReasonTrace
from network import Network
from pcap import shift
from recording import Recording, host_of, partial_of
from scenario_list import Scenario
from truth import describe

#: Most of them wait most of the time.
AT_ONCE = 6

Truth = Dict[str, Any]


def run_all(scenarios: List[Scenario], folder: Path) -> Tuple[List[Truth], int]:
    """What is true of each capture, and how many scenarios failed; prints a line for each."""
    # Those that wait the longest first.
    ordered = sorted(scenarios, key=lambda scenario: "idle" not in scenario.name)
    with ProcessPoolExecutor(AT_ONCE) as pool:
        running = [(scenario, pool.submit(_run_by_name, scenario.name, folder))
                   for scenario in ordered]
        truths = [_report(scenario, task.result()) for scenario, task in running]
    good = [truth for truth in truths if truth]
    return sorted(good, key=lambda truth: truth["scenario"]), len(truths) - len(good)


def _report(scenario: Scenario, result: Tuple[Optional[Truth], str]) -> Optional[Truth]:
    truth, problem = result
    if truth is None:
        print(f"FAILED {scenario.name}: {problem}", flush=True)
        return None
    if "deliveries" in truth:
        outcomes = Counter(delivery["outcome"] for delivery in truth["deliveries"])
        print(f"{scenario.name}: " + ", ".join(
            f"{count} {outcome}" for outcome, count in sorted(outcomes.items())), flush=True)
        return truth
    causes = sorted({finding["cause"] for capture in truth["captures"]
                     for finding in capture["findings"]})
    frames = sum(capture["frames"] for capture in truth["captures"])
    print(f"{scenario.name}: {', '.join(causes) or 'no reset'} ({frames} frames)", flush=True)
    return truth


def _run_by_name(name: str, folder: Path) -> Tuple[Optional[Truth], str]:
    """Modules do not cross to another process, their names do."""
    from scenario_list import find_scenarios

    try:
        return _run(find_scenarios([name])[0], folder), ""
    except Exception:
        return None, traceback.format_exc()


def _run(scenario: Scenario, folder: Path) -> Truth:
    with Network("laboratory", scenario.meddle) as network:
        bench = Bench(network, scenario.first_port)
        trace = ReasonTrace(network.wire_process)
        recording = Recording(network, folder, scenario.name, scenario.points)
        try:
            scenario.run(bench)
        finally:
            recording.stop()
            reasons = trace.stop()
            bench.stop_programs()
    if scenario.clock_ahead:
        shift(recording.files["client"], scenario.clock_ahead)
    if bench.deliveries:
        return _describe_deliveries(scenario, bench, recording)
    captures = [describe(path, host_of(point), bench.resets, partial_of(point), reasons)
                for point, path in recording.files.items()]
    seen = {(finding["client"]["port"], finding["server"]["port"])
            for capture in captures for finding in capture["findings"]}
    unseen = {(reset.client.port, reset.server.port) for reset in bench.resets} - seen
    if unseen:
        raise ValueError(f"no reset was seen between the ports {sorted(unseen)}")
    return {
        "scenario": scenario.name,
        "set": scenario.set,
        "what": scenario.what,
        **({"near": scenario.near} if scenario.near else {}),
        "captures": captures,
    }


def _describe_deliveries(scenario: Scenario, bench: Bench, recording: Recording) -> Truth:
    files = recording.files
    check_deliveries(bench.deliveries, files["server"], files["client"])
    return {
        "scenario": scenario.name,
        "set": scenario.set,
        "what": scenario.what,
        "sender": files["server"].name,
        "receiver": files["client"].name,
        "clockAheadSeconds": scenario.clock_ahead,
        "deliveries": [delivery.describe() for delivery in bench.deliveries],
    }
