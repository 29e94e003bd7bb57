import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Random } from "../proof/fuzz/random.js";
import { fuzzText } from "../proof/fuzz/text-lines.js";
import { compareCauses } from "../proof/score/text-causes.js";
import { ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { lacks } from "./support/tools.js";

const model = ownModel();

function capturesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** Causes that are seen in payloads, or in a TTL, which the options leave out of the text. */
async function share(paths: readonly string[], options: readonly string[]) {
  let findings = 0;
  const others: string[] = [];
  for (const path of paths) {
    const agreement = await compareCauses(model, path, options);
    findings += agreement.findings;
    others.push(...agreement.others);
  }
  return { findings, share: (100 * (findings - others.length)) / findings, others };
}

/** Scenarios whose cause stands in payloads alone, which tcpdump prints only with more options. */
const OF_PAYLOADS = /\/(?:compare|stated)-/;

/** One point of every third scenario: all of them take minutes. */
const LABORATORY = capturesIn(join(ROOT, "samples/laboratory"), ".client.pcap")
  .filter((path) => !OF_PAYLOADS.test(path))
  .filter((_path, at) => at % 3 === 0);
const CASES = join(ROOT, "../shared/data/cases");

describe("what explain says of a capture that tcpdump printed", () => {
  it.for([
    ["-nv", 90],
    ["-nve -tttt", 90],
    ["-nvS -#", 90],
    ["-n -vv -ttttt", 90],
    ["-n", 80],
    ["-nq -xx", 100],
    ["-nX -ttt", 97],
  ] as const)("is the same with %s for at least %i of 100", async ([options, least], { skip }) => {
    if (lacks("tcpdump")) skip("tcpdump is not installed");
    const found = await share(LABORATORY, options.split(" "));
    expect(found.findings).toBeGreaterThan(20);
    expect(found.share, found.others.join("\n")).toBeGreaterThanOrEqual(least);
  });

  it.for([
    ["-nv", 97],
    ["-n", 90],
  ] as const)(
    "is the same with %s on real captures for at least %i of 100",
    async ([options, least], { skip }) => {
      if (lacks("tcpdump")) skip("tcpdump is not installed");
      if (!existsSync(CASES)) skip("the real captures are not here");
      const found = await share(capturesIn(CASES, ".pcap"), options.split(" "));
      expect(found.share, found.others.join("\n")).toBeGreaterThanOrEqual(least);
    },
  );
});

describe("npm run fuzz:text", () => {
  it("finds no crash and no forged record in 8,000 mutated lines", async () => {
    const random = new Random(Number(process.env["RSTDIAG_SEED"] ?? "20261128"));
    for (let lines = 0; lines < 8000; lines += 40) {
      expect(await fuzzText(random, model, 40)).toEqual(expect.any(Number));
    }
  }, 120_000);
});
