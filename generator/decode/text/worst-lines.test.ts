import { describe, expect, it } from "vitest";
import { chunksOf } from "../../../test/support/decode.js";
import { ownModel } from "../../../test/support/models.js";
import { readText } from "../read-text.js";
import { parseRstText } from "../rst-text.js";

const OCTETS = 1024 * 1024;
/** Linear readers take seconds at most; one that looks back at all it has read takes many minutes. */
const LIMIT_MS = 90_000;
const SEGMENT = "12:00:00.000000 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [R], seq 1, win 0, length 9";

const WORST = [
  ...["IP ", "IP IP IP", "IP (", "IP (tos 0x0 ", "a.1 > b.2: ", "1.1.1.1 > 2.2.2.2: IP ", "[", "`"],
  ...[
    "<p ",
    "flags [",
    "(tos ",
    "options [nop,",
    "HBH () ",
    "MPLS (label 1, exp 0, ttl 1) ",
    "&gt;",
  ],
  ...['"', "1  0.0 a > b TCP 60 1 > 2 [RST] ", "[TCP a] ", "12:00:00.000000 ", "\t0x0000:  0000 "],
];

describe("1 MB of the worst lines", () => {
  it.each(WORST)("ends: %j in lines of any length", { timeout: LIMIT_MS }, async (part) => {
    const lines = [40, 300, 8000, OCTETS / 2].flatMap((width) => {
      const line = part.repeat(Math.ceil(width / part.length));
      return new Array<string>(Math.ceil(OCTETS / 8 / width)).fill(line);
    });
    const text = [SEGMENT, ...lines, ...lines.map((line) => `${SEGMENT} ${line}`)].join("\n");
    const counts = { frames: 0, segments: 0, skippedLines: 0, unreadable: 0, quiet: 0 };
    await readText(ownModel(), chunksOf(Buffer.from(text)), () => {}, counts);
    expect(counts.segments).toBeGreaterThan(0);
  });

  it.each(["IP ", "IP IP IP (", "IP (", "IP () ", "IP (tos ) a > b: ", "HBH () ", ", length 1"])(
    "ends: %j in one line of tcpdump",
    { timeout: LIMIT_MS },
    (part) => {
      const many = part.repeat(OCTETS / part.length);
      expect(parseRstText(many)).toBeUndefined();
      expect(parseRstText(`IP (tos 0x0) 192.0.2.1.1 > 192.0.2.2.2: ${many}`)).toBeUndefined();
    },
  );
});
