// Prints what the patch costs: user CPU of the patched tcpdump as a ratio to that of stock, medians
// of interleaved runs; nothing here passes or fails. `npm run bench:tcpdump -- ROUNDS` (default 15).
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { CLI, patchFor } from "../project.js";
import { buildTcpdump } from "../tcpdump/build.js";
import { diagnostic, makeCapture } from "./captures.mjs";
import { compare, describeMachine } from "./measure.mjs";
import { writeInputs } from "./size-inputs.mjs";

const PACKETS = 300_000;
const ROUNDS = Number(process.argv[2] ?? 15);
const folder = makePrivateFolder("benchmark");

/** Path of the patch for a registry with so many causes. */
function makePatch(codes: number): string {
  const [registry, out] = [join(folder, `registry-${codes}`), join(folder, `pack-${codes}`)];
  writeInputs(registry, { codes, vendors: 0 });
  const args = [CLI, "generate", "--registry", registry, "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return join(out, "tcpdump/rst-diagnostic-4.99.patch");
}

async function build(patchPath: string) {
  const built = await buildTcpdump({ patchPath });
  if (built.kind !== "built") throw new Error(`${built.reason}\n${built.output}`);
  return built;
}

try {
  console.log(describeMachine());
  const { stock, program, version } = await build(patchFor("4.99"));
  const programs = {
    stock,
    patched: program,
    "patched, 5,000 causes": (await build(makePatch(5000))).program,
    "patched, 65,535 causes": (await build(makePatch(65_535))).program,
    "stock again": stock,
  };
  const cases = [
    [
      "one packet of a hundred a reset",
      "-v",
      (at: number) => (at % 100 === 99 ? diagnostic(((at - 99) / 100) % 18) : undefined),
    ],
    ["resets with text", "-v", () => Buffer.from("go away!")],
    ["resets, each of them looked up", "-vv", (at: number) => diagnostic(1 + (at % 17))],
    ["resets with 5,000 codes", "-vv", (at: number) => diagnostic((at * 7) % 5000)],
  ] as const;
  for (const [title, option, resetOf] of cases) {
    const path = join(folder, "capture.pcap");
    writeFileSync(path, makeCapture(PACKETS, resetOf));
    const commands = Object.values(programs).map((one) => {
      return { program: one, args: ["-n", option, "-r", path] };
    });
    const costs = compare(commands, ROUNDS).map(({ cpu }) => cpu);
    console.log(
      `tcpdump ${version}, ${PACKETS} packets, ${title}, ${option}, medians of ${ROUNDS}`,
    );
    Object.keys(programs).forEach((name, at) => {
      const [base = Number.NaN, seconds = Number.NaN] = [costs[0], costs[at]];
      console.log(`  ${name}: ${seconds.toFixed(3)} s, ratio ${(seconds / base).toFixed(3)}`);
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
