import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { linkFuzzer, runFuzzer } from "../proof/tcpdump/fuzzer.js";
import { ownModel } from "./support/models.js";
import { buildOrSkip, expectSameCaptures, expectSameSuite, PATCH } from "./support/tcpdump.js";

/** An hour of it is a command: npm run fuzz:tcpdump -- 3600. */
const RUNS = 100_000;
/** Each planted bug is found long before. */
const RUNS_FOR_A_BUG = 1_000_000;
const CHECK = "        if (!ND_TTEST_LEN(sp, length))\n                nd_trunc_longjmp(ndo);\n";

const BUGS = [
  {
    name: "unchecked-pen",
    from: `${CHECK}        reason_code = GET_BE_U_2(sp + 2);
        pen = GET_BE_U_4(sp + 4);`,
    to: `        reason_code = EXTRACT_BE_U_2(sp + 2);
        pen = EXTRACT_BE_U_4(sp + 4);`,
    // AddressSanitizer misses unaligned reads that begin within the snapshot; their text is wrong.
    finding: /AddressSanitizer|ORACLE/,
  },
  {
    name: "unchecked-magic",
    from: "length < 2 || !ND_TTEST_2(sp) || GET_BE_U_2(sp) != 0x33AA",
    to: "EXTRACT_BE_U_2(sp) != 0x33AA",
    finding: /AddressSanitizer/,
  },
  {
    name: "judged-fragments",
    from: "        if (tcp_fragmented)\n                return (0);\n",
    to: "",
    finding: /ORACLE/,
  },
  {
    name: "pen-at-another-place",
    from: "pen = GET_BE_U_4(sp + 4);",
    to: "pen = GET_BE_U_4(sp + 3);",
    finding: /ORACLE/,
  },
  {
    name: "little-endian-code",
    from: "reason_code = GET_BE_U_2(sp + 2);",
    to: "reason_code = GET_LE_U_2(sp + 2);",
    finding: /ORACLE/,
  },
  {
    name: "no-check-of-longer-ones",
    from: "if (length != 8) {",
    to: "if (length < 8) {",
    finding: /ORACLE/,
  },
  {
    name: "scan-of-the-length-on-the-wire",
    from: '        ND_PRINT(" [RST: ");\n',
    to: '        for (pen = 0; pen < length; pen++)\n                if (sp[pen] == 0xff)\n                        break;\n        ND_PRINT(" [RST: ");\n',
    finding: /AddressSanitizer/,
  },
];

describe("tcpdump built by clang, with its sanitizers of addresses and undefined behaviour", () => {
  it("has the same suite, and prints the same captures", async ({ skip }) => {
    const built = await buildOrSkip(skip, PATCH, "clang-sanitized");
    if (!built) return;
    expectSameSuite(built);
    await expectSameCaptures(built);
  });
});

describe("the fuzzer of the patched tcpdump", () => {
  const folder = makePrivateFolder("fuzz");
  let tree: string | undefined;
  let missing = "";
  beforeAll(async () => {
    const note = (reason: string) => {
      missing = reason;
    };
    tree = (await buildOrSkip(note, PATCH, "clang-sanitized"))?.tree;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const model = ownModel();

  it(`finds nothing wrong in ${RUNS} inputs, and ends after them`, async ({ skip }) => {
    if (tree === undefined) return skip(missing);
    const program = await linkFuzzer({ model, tree, folder, name: "sound" });
    const { runs, coverage, finding } = await runFuzzer(program, { runs: RUNS });
    expect(finding).toBeUndefined();
    expect(runs).toBe(RUNS);
    expect(coverage.edges).toBeGreaterThan(200);
  });

  it.for(BUGS)("finds a planted bug: $name", async ({ name, from, to, finding }, { skip }) => {
    if (tree === undefined) return skip(missing);
    const program = await linkFuzzer({ model, tree, folder, name, bug: { from, to } });
    const result = await runFuzzer(program, { runs: RUNS_FOR_A_BUG });
    expect(result.finding).toMatch(finding);
  });
});
