// Prints what the size of the registries costs: `generate` in CPU and memory, and the plugin in
// tshark. Nothing here passes or fails. npm: `bench:size`; `-- --docs` writes the table in docs/performance.md.
import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { openTshark } from "../../generator/verify/tshark-run.js";
import { writePart } from "../../scripts/page-part.mjs";
import { makeCapture, resetsOfHundred } from "./captures.mjs";
import { commandOf, compare, describeMachine, measurePeak } from "./measure.mjs";
import { CODES_OF_A_VENDOR, FULL, sizeOf, writeInputs } from "./size-inputs.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    loads: { type: "string", default: "11" },
    docs: { type: "boolean", default: false },
  },
});
const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
const SIZES = [sizeOf(1_000), sizeOf(10_000), sizeOf(100_000), FULL];
const isRoot = process.getuid?.() === 0;
const folder = makePrivateFolder("size");
const [registry, out] = [join(folder, "registry"), join(folder, "out")];
const OPTIONS = ["--registry", registry, "--out", out];
const GENERATE = commandOf([process.execPath, CLI, "generate", ...OPTIONS]);

/** @param {string} lua @returns what the plugin adds to the start of tshark, and to that with a reset */
function measurePlugin(lua) {
  const runs = [[], [lua]].map((luaPaths) => openTshark({ luaPaths, isRoot }));
  try {
    return [0, 1].map((packets) => {
      const path = join(folder, `${packets}.pcap`);
      writeFileSync(path, makeCapture(packets, resetsOfHundred(100)));
      const commands = runs.map((tshark) => tshark.commandFor(["-r", tshark.place(path)]));
      const [alone, plugin] = compare(commands, Number(values.loads)).map(({ cpu }) => cpu);
      return `${(((plugin ?? Number.NaN) - (alone ?? Number.NaN)) * 1000).toFixed(0)} ms more`;
    });
  } finally {
    for (const tshark of runs) tshark.close();
  }
}

const lines = [
  "| rows | `generate`, CPU | slope | memory | the plugin | tshark's start with it | and a first reset |",
  "|---|---|---|---|---|---|---|",
];
try {
  console.log(describeMachine());
  console.log(
    `medians: generate of ${values.rounds} runs, tshark of ${values.loads} interleaved\n`,
  );
  let before = { rows: Number.NaN, seconds: Number.NaN };
  for (const size of SIZES) {
    rmSync(registry, { recursive: true, force: true });
    writeInputs(registry, size);
    const seconds = compare([GENERATE], Number(values.rounds))[0]?.cpu ?? Number.NaN;
    const lua = join(out, "wireshark/rstdiag.lua");
    const rows = size.codes + size.vendors * CODES_OF_A_VENDOR;
    // How the time grows with the rows: 1 is in proportion, 2 with the square.
    const slope = Math.log(seconds / before.seconds) / Math.log(rows / before.rows);
    const cells = [
      String(rows).replace(/\B(?=(\d{3})+$)/g, ","),
      `${seconds.toFixed(1)} s`,
      Number.isNaN(slope) ? "" : slope.toFixed(2),
      `${(await measurePeak(GENERATE)).toFixed(0)} MB`,
      `${(statSync(lua).size / 1e6).toFixed(1)} MB`,
      ...measurePlugin(lua),
    ];
    lines.push(`| ${cells.join(" | ")} |`);
    before = { rows, seconds };
  }
  console.log(lines.join("\n"));
  if (values.docs) writePart("bench:size -- --docs", lines);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
