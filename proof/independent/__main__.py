"""Holds three decoders against each other, and against a fourth opinion, on mutated frames.

    npm run fuzz:independent -- --frames 1000000 --seed 7 --jobs 2

Needs Python alone, tshark, and what builds tcpdump. It shares no code with the product or its
fuzzers. Of frames with sound headers all must say the same; of damaged ones all that say something.
Ends with 4 where they disagree, with the capture kept, and with 3 where a tool is missing.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from typing import List, NamedTuple, Tuple

sys.dont_write_bytecode = True
from comparison import Judge, Said  # noqa: E402
from encoder import LINKS, Dice, Frame, encode, one_in, pcap  # noqa: E402
from headers import LIKE_PPP, Nothing, Payload, Unsure, read_frame  # noqa: E402
from mutations import damage, payload  # noqa: E402
from statements import Reader  # noqa: E402
from tools import ROOT, Broken, Tools  # noqa: E402

#: A capture has one link type: more of them are tried with smaller ones.
BATCH = 50_000
TOLD_EVERY = 10
SHOWN = 5
SHOWN_LETTERS = 1500


class Batch(NamedTuple):
    """What is tried at once: all of it follows from the seed and the index."""

    seed: int
    index: int
    frames: int
    tcpdump: str
    #: Where it may have its files.
    folder: str
    #: Whose words the fourth reader has.
    registry: str


class Outcome(NamedTuple):
    counts: Counter
    problems: List[str]


def make(batch: Batch) -> Tuple[int, List[Frame], List[bool]]:
    """The frames of a batch, and which of them were damaged."""
    random = Dice(f"{batch.seed}/{batch.index}")
    link = random.choice(LINKS)
    frames, damaged = [], []
    for _ in range(batch.frames):
        octets = payload(random)
        frame = encode(random, link, octets)
        is_damaged = one_in(random, 4)
        if not is_damaged:
            check_own_reading(link, frame, octets)
        frames.append(damage(random, frame) if is_damaged else frame)
        damaged.append(is_damaged)
    return link, frames, damaged


def check_own_reading(link: int, frame: Frame, octets: bytes) -> None:
    """What was written must be what is read: else the fourth opinion is worth nothing."""
    found = read_frame(link, frame.octets, frame.wire_length)
    captured = frame.octets[frame.payload_at:frame.payload_at + len(octets)]
    is_right = found == (captured, len(octets)) if isinstance(found, Payload) else not captured
    if not is_right and found not in (Nothing("no RST"), Unsure(LIKE_PPP)):
        raise AssertionError(f"{found} of {frame}")


def try_batch(batch: Batch) -> Outcome:
    tools, reader = Tools(batch.tcpdump, batch.folder), Reader(Path(batch.registry))
    try:
        link, frames, damaged = make(batch)
        tools.write(pcap(link, frames))
        judge = Judge(reader, 1 + batch.index % 3)
        try:
            printed = tools.run_tcpdump(judge.verbosity)
            said = Said(tools.run_tshark(), tools.run_decode(), printed)
        except Broken as broken:
            return Outcome(Counter(), [str(broken), keep(tools, batch)])
        problems = judge.compare(link, frames, said)
        judge.counts["damaged"] = sum(damaged)
        kept = [*problems[:SHOWN], keep(tools, batch)] if problems else []
        return Outcome(judge.counts, kept)
    finally:
        tools.close()


def keep(tools: Tools, batch: Batch) -> str:
    path = Path(tempfile.mkdtemp(prefix="rstdiag-found-")) / f"{batch.seed}-{batch.index}.pcap"
    shutil.copyfile(tools.capture, path)
    return f"the capture is {path}"


def find_tcpdump(toolchain: str) -> str:
    script = ROOT / "proof/tcpdump/build.sh"
    patch = ROOT / "dist/tcpdump/rst-diagnostic-4.99.patch"
    command = [script, "--toolchain", toolchain, patch]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    facts = dict(line.split(" ", 1) for line in built.stdout.splitlines() if " " in line)
    if built.returncode != 0 or "program" not in facts:
        print(f"no patched tcpdump: {built.stdout.strip()}")
        sys.exit(3)
    return facts["program"]


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz:independent", description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=1, help="processes that work at once")
    parser.add_argument("--batch", type=int, default=BATCH, help="frames of a capture")
    parser.add_argument("--first", type=int, default=0, help="the capture with which to begin")
    parser.add_argument("--toolchain", default="gcc", help="gcc-sanitized or clang-sanitized tcpdump")
    parser.add_argument("--registry", default=str(ROOT / "registry"), help="of the fourth reader")
    return parser.parse_args()


def batches_of(options: argparse.Namespace, tcpdump: str, folder: str) -> List[Batch]:
    size, count = options.batch, -(-options.frames // options.batch)
    sizes = [min(size, options.frames - at * size) for at in range(count)]
    return [
        Batch(options.seed, at, sizes[at], tcpdump, folder, options.registry)
        for at in range(options.first, count)
    ]


class Tally:
    """What came of the batches so far."""

    def __init__(self) -> None:
        self.counts: Counter = Counter()
        self.bad = 0
        self.began = time.monotonic()

    def add(self, batch: Batch, outcome: Outcome) -> None:
        self.counts += outcome.counts
        self.bad += bool(outcome.problems)
        for problem in outcome.problems:
            print(f"batch {batch.index}: {problem[:SHOWN_LETTERS]}", flush=True)
        if (batch.index + 1) % TOLD_EVERY == 0:
            print(f"batch {batch.index}: {self.line()}", flush=True)

    def line(self) -> str:
        counts = self.counts
        return (f"{counts['frames']} frames, {counts['sound']} with sound headers, "
                f"{counts['statements']} statements compared, {self.bad} captures with problems, "
                f"{time.monotonic() - self.began:.0f} s")

    def table(self) -> List[str]:
        return [f"{self.counts[name]:>10}  {name}" for name in sorted(self.counts)]


def obey_the_first() -> None:
    """A worker leaves it to the process that began it to end all of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def main() -> int:
    options = read_options()
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        return 3
    tcpdump = find_tcpdump(options.toolchain)
    tally = Tally()
    # Who ends it early still gets the figures.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="rstdiag-independent-") as folder:
        # Others may pass through, for tshark runs as nobody, and see nothing.
        os.chmod(folder, 0o711)
        batches = batches_of(options, tcpdump, folder)
        print(f"{options.frames} frames, seed {options.seed}", flush=True)
        pool = ProcessPoolExecutor(options.jobs, initializer=obey_the_first)
        try:
            for batch, outcome in zip(batches, pool.map(try_batch, batches)):
                tally.add(batch, outcome)
        except KeyboardInterrupt:
            print("stopped", flush=True)
            for worker in active_children():
                worker.terminate()
        finally:
            pool.shutdown(cancel_futures=True)
    print("\n".join([*tally.table(), tally.line()]), flush=True)
    return 4 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
