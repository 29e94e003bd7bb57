import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const SAMPLES = readdirSync(join(ROOT, "samples")).filter((name) => name.endsWith(".pcapng"));
const FAST = ["-o", "rstdiag.fast:TRUE"];
const FIELDS = [
  "frame.number",
  "rstdiag.format",
  "rstdiag.status",
  "rstdiag.reason",
  "rstdiag.organisation",
  "tcp.rst_diagnostic.reason_code",
  "tcp.rst_diagnostic.pen",
  "rstdiag.truncated",
  "_ws.col.Info",
].flatMap((field) => ["-e", field]);

/** What the preference's text says that the faster way misses: what only reassembly gives. */
const REASSEMBLED = "ip.reassembled.length || ipv6.reassembled.length";

async function select(sample: string, filter: string, ...args: readonly string[]) {
  const tshark = openTsharkForTest(LUA);
  const path = tshark.place(join(ROOT, "samples", sample));
  const result = await tshark.run(["-r", path, ...args, "-Y", filter, "-T", "fields", ...FIELDS]);
  if (result.kind !== "exited" || result.code !== 0) throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr.split("\n").filter((line) => /lua/i.test(line))).toEqual([]);
  return result.stdout.split("\n").filter(Boolean);
}

describe.skipIf(lacks("tshark"))(`the faster way${without("tshark")}`, () => {
  it.each(SAMPLES)(
    "finds in %s what the complete one finds, but what its text says",
    async (name) => {
      const hasMagic = "(tcp.rst_diagnostic.magic || rstdiag.malformed)";
      const wanted = await select(name, `${hasMagic} && !(${REASSEMBLED})`);
      expect(await select(name, "rstdiag", ...FAST)).toEqual(wanted);
      expect(await select(name, "_ws.lua.error", ...FAST)).toEqual([]);
    },
  );

  it("misses what reassembly gives, and nothing is said of it", async () => {
    const found = await select("ethernet-carriers.pcapng", `rstdiag && (${REASSEMBLED})`);
    expect(found).toHaveLength(2);
    const missed = await select("ethernet-carriers.pcapng", `rstdiag && (${REASSEMBLED})`, ...FAST);
    expect(missed).toEqual([]);
  });

  it("gives the same in two passes", async () => {
    const [sample = ""] = SAMPLES.filter((name) => name.startsWith("registered"));
    expect(await select(sample, "rstdiag", ...FAST, "-2")).toEqual(
      await select(sample, "rstdiag", ...FAST),
    );
  });
});
