// Prints how what a command takes grows with packets, connections, resets, files and lines: where a
// unit's CPU stays as it is, growth is linear. npm: `bench:growth`, with the counts as arguments.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { addOpening, addReset, endsOf, FloodCapture } from "../../test/support/floods.js";
import { describeMachine } from "./measure.mjs";

const { ACK, FIN, PSH } = TCP_FLAG;
const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
const COUNTS = [1000, 10_000, 100_000, 1_000_000];
const OPENING = 5;
const PACKETS_OF_A_CONNECTION = 100;
const DATA = new Uint8Array(500);

interface Cost {
  readonly cpu: number;
  readonly time: number;
  readonly megabytes: number;
}

const folder = makePrivateFolder("growth");

/** Runs a command in the folder, its output into a file there. */
function run(args: readonly string[], output = "output"): Cost {
  const stdout = openSync(join(folder, output), "w");
  const words = ["-f", "%U %S %e %M", process.execPath, CLI, ...args];
  const { stderr, status } = spawnSync("/usr/bin/time", words, {
    cwd: folder,
    stdio: ["ignore", stdout, "pipe"],
    encoding: "utf8",
  });
  closeSync(stdout);
  if (status !== 0) throw new Error(`rstdiag ${args[0]}: ${stderr}`);
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const [user = 0, system = 0, time = 0, kilobytes = 0] = last.split(" ").map(Number);
  return { cpu: user + system, time, megabytes: kilobytes / 1000 };
}

function write(name: string, add: (capture: FloodCapture) => void): void {
  const capture = new FloodCapture();
  add(capture);
  writeFileSync(join(folder, name), capture.octets);
}

/** Conversations of 100 packets, none of which is reset. */
function addPackets(capture: FloodCapture, count: number): void {
  for (let first = 0, index = 0; first < count; first += PACKETS_OF_A_CONNECTION, index += 1) {
    addOpening(capture, index);
    for (let step = OPENING; step < PACKETS_OF_A_CONNECTION; step += 1) {
      const turn = Math.floor((step - OPENING) / 2);
      const isData = (step - OPENING) % 2 === 0;
      const received = 5001 + (turn + (isData ? 0 : 1)) * DATA.length;
      const numbers = isData
        ? { sequence: received, acknowledgment: 1019, flags: PSH | ACK, payload: DATA }
        : { sequence: 1019, acknowledgment: received, flags: ACK };
      capture.add({ ...endsOf(index, !isData), ...numbers });
    }
  }
}

function addClosed(capture: FloodCapture, count: number): void {
  for (let index = 0; index < count; index += 1) {
    addOpening(capture, index);
    const [client, server] = [endsOf(index, true), endsOf(index, false)];
    capture.add({ ...server, sequence: 5001, acknowledgment: 1019, flags: FIN | ACK });
    capture.add({ ...client, sequence: 1019, acknowledgment: 5002, flags: FIN | ACK });
    capture.add({ ...server, sequence: 5002, acknowledgment: 1020, flags: ACK });
  }
}

function addResets(capture: FloodCapture, count: number, first = 0): void {
  for (let index = first; index < first + count; index += 1) {
    addOpening(capture, index);
    addReset(capture, index);
  }
}

interface Group {
  readonly make: (count: number) => void;
  /** What is measured of that, each by its name. */
  readonly run: Readonly<Record<string, (count: number) => Cost>>;
  readonly most?: number;
}

const GROUPS: readonly Group[] = [
  {
    make: (count) => write("packets.pcap", (capture) => addPackets(capture, count)),
    run: { "`explain`, packets": () => run(["explain", "--json", "packets.pcap"]) },
  },
  {
    make: (count) => write("closed.pcap", (capture) => addClosed(capture, count)),
    run: { "`explain`, connections": () => run(["explain", "--json", "closed.pcap"]) },
  },
  {
    make: (count) => write("reset.pcap", (capture) => addResets(capture, count)),
    run: {
      "`explain`, resets": () => run(["explain", "--summary", "reset.pcap"], "lines.jsonl"),
      "`report`, resets": () => run(["report", "reset.pcap", "--html", "-"]),
      "`report`, lines": () => run(["report", "lines.jsonl", "--html", "-"]),
    },
  },
  {
    make: writeFiles,
    run: {
      "`explain`, files": (count) => run(["explain", "--json", ...namesOf(count)]),
      "`report`, files": (count) => run(["report", ...namesOf(count), "--html", "-"]),
    },
    most: 10_000,
  },
];

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index}.pcap`);
}

/** Each has a reset connection of its own: equal captures would count once. */
function writeFiles(count: number): void {
  namesOf(count).forEach((name, index) => {
    write(name, (capture) => addResets(capture, 1, index));
  });
}

/** A row for each command and each count, those of a command together. */
function printGroup(
  { make, run: commands, most = Number.POSITIVE_INFINITY }: Group,
  start: number,
) {
  const rows = counts
    .filter((count) => count <= most)
    .flatMap((count) => {
      make(count);
      return Object.entries(commands).map(([name, take]) => ({ name, count, cost: take(count) }));
    });
  for (const name of Object.keys(commands)) {
    for (const { count, cost } of rows.filter((row) => row.name === name)) {
      const each = (((cost.cpu - start) / count) * 1e6).toFixed(0);
      const cells = [`${cost.time.toFixed(2)} s`, `${cost.cpu.toFixed(2)} s`, `${each} µs`];
      const number = count.toLocaleString("en");
      console.log(`| ${[name, number, ...cells, `${cost.megabytes.toFixed(0)} MB`].join(" | ")} |`);
    }
  }
}

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : COUNTS;
try {
  write("0.pcap", () => {});
  const start = run(["explain", "--json", "0.pcap"]).cpu;
  console.log(
    `${describeMachine()}; a start takes ${start.toFixed(2)} s of CPU, left out of a unit's`,
  );
  console.log("\n| | number | time | CPU | CPU of one | memory |\n|---|---:|---:|---:|---:|---:|");
  for (const group of GROUPS) printGroup(group, start);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
