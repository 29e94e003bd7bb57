// Prints what floods take: of many open connections, how many are explained and have Wireshark's
// number, and of other floods the memory of the command and of tshark with the plugin. npm:
// `bench:floods`, with the number of packets or connections; `--tshark` runs tshark, too.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import {
  addMultipath,
  addRefusals,
  addSyns,
  addTexts,
  addUnreachables,
  FloodCapture,
  openAtOnce,
} from "../../test/support/floods.js";
import { LUA } from "../project.js";

const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
const TEXT_OCTETS = 1000;
const FLOODS: Readonly<Record<string, (count: number) => Uint8Array>> = {
  "open connections": openAtOnce,
  SYNs: (count) => captureOf((capture) => addSyns(capture, count)),
  refusals: (count) => captureOf((capture) => addRefusals(capture, count)),
  "texts at one instant": (count) =>
    captureOf((capture) => addTexts(capture, count, TEXT_OCTETS), 0),
  "MPTCP resets": (count) => captureOf((capture) => addMultipath(capture, count)),
  "ICMP errors": (count) => captureOf((capture) => addUnreachables(capture, count)),
};

function captureOf(add: (capture: FloodCapture) => void, step?: number): Uint8Array {
  const capture = new FloodCapture(step);
  add(capture);
  return capture.octets;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tshark: { type: "boolean", default: false },
    only: { type: "string" },
    connections: { type: "string" },
  },
});
const folder = makePrivateFolder("bench");
const path = join(folder, "flood.pcap");
const output = join(folder, "output");

/** Runs a command by a shell that says its user time and its peak; its output goes to the file. */
function run(words: readonly string[]): string {
  const args = ["-f", "%U s, %M KB", "sh", "-c", 'exec "$@" > "$0" 2>/dev/null', output, ...words];
  const { stderr, error } = spawnSync("/usr/bin/time", args, { encoding: "utf8" });
  if (error) throw error;
  const [seconds = "", kilobytes = "0"] = stderr.trim().split("\n").at(-1)?.split(", ") ?? [];
  return `${seconds}, ${(Number.parseInt(kilobytes, 10) / 1000).toFixed(0)} MB`;
}

/** Of connections that were opened at once: those whose cause was found, and whose number is right. */
function quality(): string {
  let [found, numbered, all] = [0, 0, 0];
  for (const line of readFileSync(output, "utf8").split("\n")) {
    const { cause, stream, client } = JSON.parse(line === "" ? "{}" : line);
    if (cause === undefined) continue;
    all += 1;
    if (cause === "application-abort") found += 1;
    const place = Number(client.address.split(".")[3]) - 1;
    if (stream === client.port - 1024 + 50_000 * place) numbered += 1;
  }
  return `${all} resets, of ${found} the cause, of ${numbered} the number`;
}

try {
  for (const count of positionals.length > 0 ? positionals.map(Number) : [1_000_000]) {
    for (const [name, make] of Object.entries(FLOODS)) {
      if (values.only !== undefined && values.only !== name) continue;
      writeFileSync(path, make(count));
      const options = values.connections === undefined ? [] : ["--connections", values.connections];
      const cost = run([process.execPath, CLI, "explain", "--json", ...options, path]);
      const result = name === "open connections" ? `; ${quality()}` : "";
      console.log(`${count} ${name}: explain ${cost}${result}`);
      if (!values.tshark) continue;
      const alone = run(["tshark", "-q", "-r", path]);
      const plugin = ["-X", `lua_script:${LUA}`, "-z", "rstdiag,explain"];
      console.log(`  tshark ${alone}; explaining ${run(["tshark", ...plugin, "-q", "-r", path])}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
