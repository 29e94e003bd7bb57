import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { ethernetFrame } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";
import { spellOut } from "./support/words-of-numbers.js";

/** As proof/bench/size-inputs.mjs makes them: above the 1000 rows up to which the Lua has tables. */
const SIZE = { codes: 20_000, vendors: 200 };
const FIRST_PEN = 40_000;

/** A pack of large registries, which the benchmark makes as well. */
function makePack() {
  const folder = makeFolder();
  const registry = join(folder, "registry");
  const out = join(folder, "out");
  const script = `
    import { writeInputs } from ${JSON.stringify(join(ROOT, "proof/bench/size-inputs.mjs"))};
    writeInputs(${JSON.stringify(registry)}, ${JSON.stringify(SIZE)});`;
  const made = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(made.stderr.toString()).toBe("");
  const { status, stderr } = runCli(["generate", "--registry", registry, "--out", out]);
  expect([status, stderr]).toEqual([0, ""]);
  return { registry, out, lua: join(out, "wireshark/rstdiag.lua") };
}

/** Codes of IANA and of vendors, known and unknown, first ones, last ones and some between. */
const STATED = [
  ...[1, 2, 14, 999, 10_000, 19_999, 20_000, 20_001, 65_535].map((code) => ({ pen: 0, code })),
  ...[0, 1, 99, 199, 200].flatMap((at) =>
    [1, 25, 50, 51].map((code) => ({ pen: FIRST_PEN + at, code })),
  ),
];

/** As the script gives them to the causes that have pen 0. */
function originOf(stated: { readonly pen: number; readonly code: number } | undefined): string {
  if (stated?.pen !== 0 || stated.code > SIZE.codes) return "";
  return ["endpoint", "service-function", "any"][stated.code % 3] ?? "";
}

function writeCapture(): string {
  const path = join(makeFolder(), "codes.pcap");
  const packets = STATED.map(({ pen, code }, index) => {
    const payload = Buffer.from("33aa000000000000", "hex");
    payload.writeUInt16BE(code, 2);
    payload.writeUInt32BE(pen, 4);
    return { timeNanoseconds: BigInt(index), octets: ethernetFrame(4, payload) };
  });
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
  return path;
}

describe("the Lua of large registries", () => {
  it.skipIf(lacks("tshark"))(
    `reads every code as the reference decoder does${without("tshark")}`,
    async () => {
      const { registry, lua } = makePack();
      const capture = writeCapture();
      const json = runCli(["decode", "--json", "--registry", registry, capture]).stdout;
      const decoded = json
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
        .map(({ registry: name = "", reason = "", reference = "" }, at) => {
          return [name, reason, reference, originOf(STATED[at])];
        });
      const tshark = openTsharkForTest(lua);
      const names = ["registry", "reason", "reference", "origin"];
      const fields = names.flatMap((name) => ["-e", `rstdiag.${name}`]);
      const read = await tshark.run(["-r", tshark.place(capture), "-T", "fields", ...fields]);
      const shown = read.kind === "exited" ? read.stdout.replace(/\n$/, "").split("\n") : [];
      const cells = shown.map((line) =>
        line.split("\t").map((cell, at) => spellOut(`rstdiag.${names[at]}`, cell)),
      );
      expect(cells).toEqual(decoded);
      expect(decoded.filter(([, reason]) => reason !== "")).toHaveLength(7 + 4 * 3);
      expect(read).toMatchObject({ code: 0 });
    },
  );

  it.skipIf(lacks("tshark"))(
    `registers its fields, without texts of values${without("tshark")}`,
    async () => {
      const { lua } = makePack();
      const listed = await openTsharkForTest(lua).run(["-G", "fields"]);
      const stdout = listed.kind === "exited" ? listed.stdout : "";
      expect(stdout).toMatch(/^F\t.*\ttcp\.rst_diagnostic\.reason_code\tFT_UINT16\t/m);
      expect(stdout).toMatch(/^F\t.*\trstdiag\.reason\tFT_STRING\t/m);
    },
  );
});
