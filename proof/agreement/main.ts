// Holds what the plugin explains in each tshark there is against what the command explains, finding
// by finding and member by member. npm: `verify:explain`; names of releases choose among the chroots.
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Finding, PrintedFinding } from "../../generator/model/finding.js";
import {
  compareFindings,
  type FindingsAgreement,
  readFindings,
  readPrinted,
  readShown,
  shownOf,
} from "../../generator/verify/findings-agreement.js";
import { runCommand } from "../../generator/verify/run-command.js";
import { openTshark, type TsharkRun } from "../../generator/verify/tshark-run.js";
import { writePart } from "../../scripts/page-part.mjs";
import { CLI, findHosts, type Host, IS_ROOT, LUA, ROOT } from "../project.js";

const WORKERS = 2;

const { values, positionals } = parseArgs({
  options: {
    docs: { type: "boolean" },
    // The captures of a folder, instead of all.
    captures: { type: "string" },
    // Only this system's tshark.
    host: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const releases = values.host ? [] : positionals.length === 0 ? undefined : positionals;

let failures = 0;

function complain(where: string, what: string): void {
  failures += 1;
  console.log(`FAILED ${where}: ${what}`);
}

interface Sum {
  captures: number;
  compared: number;
  equal: number;
  apart: number;
  printed: number;
}

/** Reads all captures with one tshark, a few at a time. */
async function proveHost(host: Host, paths: readonly string[]): Promise<Sum> {
  const sum: Sum = { captures: 0, compared: 0, equal: 0, apart: 0, printed: 0 };
  const waiting = [...paths.entries()];
  const work = async () => {
    const tshark = openTshark({
      luaPaths: [LUA],
      isRoot: IS_ROOT,
      ...(host.root && { root: host.root }),
    });
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [at, path] = next;
        add(sum, host, await prove(tshark, path, command.get(path) ?? [], at));
      }
    } finally {
      tshark.close();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return sum;
}

function add(sum: Sum, host: Host, { path, agreement, texts }: CaptureAgreement): void {
  const where = `${host.name}, tshark ${host.version.tshark}, ${path}`;
  sum.captures += 1;
  sum.printed += texts.compared;
  for (const problem of texts.problems) complain(where, problem);
  if (typeof agreement === "string") {
    complain(where, agreement);
    return;
  }
  const { compared, equal, differences } = agreement;
  sum.compared += compared;
  sum.equal += equal;
  const reason = APART[path];
  if (reason !== undefined && differences.length > 0) {
    sum.apart += compared - equal;
    console.log(`apart: ${where}: ${reason}`);
  }
  for (const { frame, member, command, plugin } of differences) {
    const words = `frame ${frame}, ${member}: the command says ${command}, the plugin ${plugin}`;
    if (reason === undefined) complain(where, words);
    else console.log(`  ${words}`);
  }
}

/** Of one capture in so many the tables, stories and fields are compared, too: each is a start. */
const PRINTED_EVERY = 16;

interface CaptureAgreement {
  readonly path: string;
  /** A text says why nothing could be compared. */
  readonly agreement: FindingsAgreement | string;
  readonly texts: { readonly compared: number; readonly problems: readonly string[] };
}

/** What the command finds in these captures, by their paths below the root: one start for all. */
async function explainWithCommand(
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const found = new Map<string, Finding[]>(paths.map((path) => [path, []]));
  // Some captures are damaged on purpose: what stands before that place is explained.
  for (const line of (await explain("--json", ...paths)).split("\n")) {
    if (line === "") continue;
    const { file, ...finding }: PrintedFinding = JSON.parse(line);
    found.get(file)?.push(finding);
  }
  return found;
}

async function explain(...args: readonly string[]): Promise<string> {
  const command = { program: process.execPath, args: [CLI, "explain", ...args], cwd: ROOT };
  const result = await runCommand({ ...command, env: { NO_COLOR: "1" } });
  if (result.kind !== "exited") throw new Error(`rstdiag explain: ${result.kind}`);
  return result.stdout;
}

/** Explains a capture, the `at`th of all, with the plugin. */
async function prove(
  tshark: TsharkRun,
  path: string,
  wanted: readonly Finding[],
  at: number,
): Promise<CaptureAgreement> {
  const place = tshark.place(resolve(ROOT, path));
  const found = await readFindings(tshark, place);
  const agreement = typeof found === "string" ? found : compareFindings(wanted, found);
  const isPrinted = at % PRINTED_EVERY === 0 && typeof agreement !== "string";
  // Where findings differ, so do their texts.
  if (!isPrinted || agreement.differences.length > 0) {
    return { path, agreement, texts: { compared: 0, problems: [] } };
  }
  const texts = [
    await proveTable(tshark, path, place),
    await proveStory(tshark, path, place, wanted[0]),
    await proveFields(tshark, place, wanted),
  ];
  const problems = texts.filter((problem) => problem !== undefined);
  return { path, agreement, texts: { compared: texts.length - problems.length, problems } };
}

/** The problem, if there is one. */
async function proveTable(tshark: TsharkRun, path: string, place: string) {
  const printed = await readPrinted(tshark, place, "rstdiag,explain");
  return differenceOf("-z rstdiag,explain", await explain(path), printed);
}

async function proveStory(tshark: TsharkRun, path: string, place: string, finding?: Finding) {
  const stream = String(finding?.stream ?? 0);
  const printed = await readPrinted(tshark, place, `rstdiag,story,${stream}`);
  // A stream that was not reset is told by the command alone.
  const wanted = finding === undefined ? "" : await explain("--stream", stream, path);
  return differenceOf(`-z rstdiag,story,${stream}`, wanted, printed);
}

/** Fields are collected in another way than what is printed: by the frames of a first pass. */
async function proveFields(tshark: TsharkRun, place: string, wanted: readonly Finding[]) {
  const shown = await readShown(tshark, place);
  if (typeof shown === "string") return shown;
  const lines = (entries: Iterable<readonly [number, readonly string[]]>) =>
    [...entries].sort(([a], [b]) => a - b).map(([frame, cells]) => [frame, ...cells].join(" | "));
  const own = lines(wanted.map((finding) => [finding.frame, shownOf(finding)]));
  return differenceOf("fields of -2", own.join("\n"), lines(shown).join("\n"));
}

/** The first line that is another one. */
function differenceOf(what: string, wanted: string, found: string): string | undefined {
  const [own, other] = [wanted.split("\n"), found.split("\n")];
  const at = Array.from({ length: Math.max(own.length, other.length) }).findIndex(
    (_, index) => own[index] !== other[index],
  );
  if (at < 0) return undefined;
  return `${what}, line ${at + 1}: the command has ${own[at]}, the plugin ${other[at]}`;
}

/** Folders of the repository; each of their captures is explained twice. */
const FOLDERS = [
  "samples",
  "samples/encapsulations",
  "samples/laboratory",
  "test/published/captures",
];
/** Captures that lie beside the clone, where there are any. */
const BESIDE = "../shared/data/cases";

const CAPTURE = /\.pcap(ng)?$/;

/** Paths below the root of the project. */
function ownCaptures(): readonly string[] {
  return FOLDERS.flatMap(capturesIn);
}

/** Those of another folder, or of the one beside the clone. */
function otherCaptures(folder = BESIDE): readonly string[] {
  return existsSync(resolve(ROOT, folder)) ? capturesIn(folder) : [];
}

function capturesIn(folder: string): readonly string[] {
  const names = readdirSync(resolve(ROOT, folder)).filter((name) => CAPTURE.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** Where Wireshark and explain cannot say the same, and why; what each says is printed. */
const APART: Readonly<Record<string, string>> = {
  "samples/encapsulations/vxlan-fragments.pcapng":
    "the tunnel's own packets are in fragments, which the plugin does not put together",
  "samples/encapsulations/vxlan-tenants.pcapng":
    "the same addresses in two tunnels, which the plugin does not tell apart",
  "samples/encapsulations/sflow.pcapng":
    "samples of packets, of which Wireshark 4.4 and later tell scripts nothing",
};

const isWhole = values.captures === undefined;
const own = isWhole ? ownCaptures() : otherCaptures(values.captures);
const beside = isWhole ? otherCaptures() : [];
const command = await explainWithCommand([...own, ...beside]);
const { hosts, isComplete } = await findHosts(releases);
const lines = [
  "| Debian | tshark | captures | findings compared | equal in every member | listed apart |",
  "|---|---|---|---|---|---|",
];
for (const host of hosts) {
  const { captures, compared, equal, apart, printed } = await proveHost(host, own);
  const cells = [host.name, host.version.tshark, captures, compared, equal, apart];
  lines.push(`| ${cells.join(" | ")} |`);
  console.log(`${host.name}: ${printed} tables, stories and lists of fields equal`);
  if (beside.length === 0) continue;
  const more = await proveHost(host, beside);
  console.log(
    `${host.name}, captures beside the clone: ${more.equal} of ${more.compared} findings equal in ${more.captures} captures`,
  );
}
console.log(`\n${lines.join("\n")}`);
if (values.docs && isWhole) {
  if (failures > 0 || !isComplete) throw new Error("docs/proof.md stays: not every tshark agreed");
  writePart("verify:explain -- --docs", lines);
}
const mustAll = (process.env["CI"] ?? "") !== "" && !isComplete && !values.host;
if (mustAll) console.log("a tshark that is missing is a failure, since CI is set");
process.exitCode = failures === 0 && !mustAll ? 0 : 4;
