// Holds what the plugin explains in each tshark there is against what the command explains, finding
// by finding and member by member. npm: `verify:explain`; names of releases choose among the chroots.
import { parseArgs } from "node:util";
import { openTshark } from "../../generator/verify/tshark-run.js";
import { writePart } from "../../scripts/page-part.mjs";
import { findHosts, type Host } from "../hosts.js";
import { IS_ROOT, LUA } from "../project.js";
import { APART, otherCaptures, ownCaptures } from "./captures.js";
import { type CaptureAgreement, explainWithCommand, prove } from "./prove.js";

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
