import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUnprintable, isPrintable, quoteText } from "../generator/model/text.js";
import type { CommandResult } from "../generator/verify/run-command.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const SEED = Number(process.env["RSTDIAG_SEED"] ?? 20260505);
const FORGED_ROW =
  "    9  2026-05-05T12:00:00.000000Z  192.0.2.1:1 > 192.0.2.2:2  Connection timeout (14)";

/** What senders of RSTs write to speak in our name, by what it attacks. */
const TEXTS = [
  ["a row of decode", `Flow expired\n${FORGED_ROW}`],
  ["a line of explain", "No flow found\nAll is well, no data was lost.\nNext step: none."],
  ["a line behind another line end", "session table full\r\rConnection timeout (14)"],
  ["a cell of its own", "session table full\tConnection timeout (14)"],
  ["a stated cause in the Info column", "policy says no] [RST: Connection timeout (14)"],
  ["the end of a quotation", 'policy says" (14), certainty high: reset by the server "no'],
  ["an escape", String.raw`policy says\n\x5d \u{202e} no`],
  ["letters that nobody sees", "Connec\u200btion time\u{e0041}out\u2060 is\u00ad it"],
  ["blanks that are no space", "policy\u00a0says\u2800no\u3164to\u2003it\u{1d159}"],
  ["marks that climb into other rows", `poli${"\u0336\u030d".repeat(40)}cy says no`],
  ["a mark on our own quote", "\u0338\u20e5policy says no"],
  ["markup", "policy <b>says</b> <script>no</script> &lt; [a](https://example.com)"],
  ["a color code without its escape", "policy says [31mno[0m"],
] as const;
const LONG = `policy says no ${"x".repeat(65_000)}`;
const ALL = [...TEXTS.map(([, text]) => text), LONG];

/** Each text as it is, and behind what BIG-IP writes ahead of its causes. */
function writeCapture(): string {
  return writeResets(ALL.flatMap((text) => [text, `BIG-IP: [0x2409a71:704] ${text}`]));
}

function writeResets(payloads: readonly string[]): string {
  const connections = payloads.map((text, at) =>
    new Conversation({ clientPort: 50_000 + at, start: at })
      .handshake()
      .exchange("client")
      .abort("server", { payload: new TextEncoder().encode(text) }),
  );
  const path = join(makeFolder(), "hostile.pcap");
  writeFileSync(path, captureOf(...connections));
  return path;
}

/** Each line may have one cause in our words; nothing of a packet begins one, and all is seen. */
function expectHonest(output: string, longest = 600): void {
  for (const line of output.split("\n")) {
    expect(findUnprintable(line)).toBeUndefined();
    expect(line).not.toMatch(/^ *(?:9 .*Connection timeout|All is well|Next step: none)/);
    expect(line.length).toBeLessThan(longest);
  }
}

function expectExit(result: CommandResult) {
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  return result;
}

describe("a text of a packet", () => {
  it("is a quotation in one row of decode", () => {
    const { stdout } = runCli(["decode", writeCapture()]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 2 * ALL.length);
    expectHonest(stdout);
    const cells = TEXTS.map(([, text]) => quoteText(text));
    for (const [at, cell] of cells.entries()) {
      expect(lines[1 + 2 * at]).toContain(`  text, a guess: ${cell}`);
      expect(lines[2 + 2 * at]).toContain(`  text, a guess: ${cell} (big-ip)`);
    }
    expect(lines[2 * TEXTS.length + 1]).toContain('x"... (65015 characters)');
    // One long text makes no other row long.
    for (const line of lines.slice(0, 2)) expect(line.length).toBeLessThan(300);
  });

  it("is raw data as the text of a record, where JSON has its own escapes", () => {
    const { stdout } = runCli(["decode", "--json", writeCapture()]);
    const texts = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).text);
    expect(texts.filter((text) => !text.startsWith("BIG-IP"))).toEqual(ALL);
  });

  it("is a quotation in explain's table, stories and JSON, whose lines report reads", () => {
    const capture = writeCapture();
    expectHonest(runCli(["explain", capture]).stdout);
    for (const stream of [0, 3, 8, 2 * TEXTS.length]) {
      expectHonest(runCli(["explain", "--stream", String(stream), capture]).stdout);
    }
    const { stdout } = runCli(["explain", "--json", "--summary", capture]);
    const lines = stdout.trimEnd().split("\n");
    const reasons = lines.map((line) => JSON.parse(line).reason).filter(Boolean);
    expect(reasons.length).toBeGreaterThan(ALL.length);
    for (const reason of reasons) expectHonest(reason);
    for (const line of lines) expect(line.length).toBeLessThan(8192);
    const report = runCli(["report", "-", "--html", "page.html"], {
      input: Buffer.from(stdout),
      cwd: makeFolder(),
    });
    expect(report.stderr).not.toMatch(/characters|not a /);
    expect(report.status).toBe(0);
  }, 120_000);

  it("is a quotation in the comments of a copy", () => {
    const folder = makeFolder();
    const copy = join(folder, "copy.pcapng");
    const { status } = runCli(["explain", writeCapture(), "--annotate", copy]);
    expect(status).toBe(0);
    const comments = readFileSync(copy, "utf8").match(/Explanation|stated: [^\n]*/g);
    expect(comments?.length).toBeGreaterThan(10);
    expect(readFileSync(copy, "utf8")).not.toContain(`\n${FORGED_ROW.slice(0, 20)}Connection`);
  });
});

describe.skipIf(lacks("tshark"))(`a text of a packet in tshark${without("tshark")}`, () => {
  const run = async (...args: readonly string[]): Promise<string> => {
    const tshark = openTsharkForTest(LUA);
    const result = await tshark.run(["-r", tshark.place(writeCapture()), ...args]);
    return expectExit(result).stdout;
  };

  it("is the quotation that decode has, in the Info column with the label ahead of it", async () => {
    const lines = (await run("-Y", "tcp.flags.reset == 1")).trimEnd().split("\n");
    expect(lines).toHaveLength(2 * ALL.length);
    for (const [at, text] of ALL.entries()) {
      const shown = quoteText(text, 60);
      expect(lines[2 * at]?.endsWith(` [RST: text, a guess: ${shown}]`)).toBe(true);
      expect(lines[2 * at + 1]?.endsWith(` [RST: text, a guess: ${shown} (big-ip)]`)).toBe(true);
    }
    for (const line of lines) {
      expect(line.match(/\[RST: /g)).toHaveLength(1);
      expectHonest(line);
    }
  });

  it("is a quotation in the packet's tree, cut as everywhere", async () => {
    const tree = await run("-Y", "rstdiag", "-V", "-O", "rstdiag");
    const lines = tree.split("\n").map((line) => line.trim());
    for (const text of ALL) {
      expect(lines.filter((line) => line === `Text: ${quoteText(text)}`)).toHaveLength(1);
      expect(lines).toContain(`[Reason: ${quoteText(text)}]`);
    }
    expectHonest(tree);
  });

  it("is the same quotation, whatever characters it has", async () => {
    const parts = fc.constantFrom(
      ...'a9 ["\\\t\n\u00a0\u00ad\u0300\u0301\u0336\u20dd\u0e31\u0e48\u200d\u2003\u2800\u3000\u3164\u4e2d\ufe0f',
      "\u{1f600}",
      "\u{1d159}",
      "\u{1d167}",
      "\u{e0041}",
      "\u0300".repeat(5),
    );
    const strange = fc.oneof(parts, fc.string({ unit: "binary", maxLength: 1 }));
    const texts = fc
      .sample(fc.array(strange, { minLength: 4, maxLength: 30 }), { numRuns: 1000, seed: SEED })
      .map((letters) => `text${letters.join("")}`)
      .filter((text) => isPrintable(text.replace(/[\t\n\r]/g, "")));
    const tshark = openTsharkForTest(LUA);
    const path = tshark.place(writeResets(texts));
    const { stdout } = expectExit(await tshark.run(["-r", path, "-V", "-O", "rstdiag"]));
    const shown = stdout.split("\n").filter((line) => line.startsWith("    Text: "));
    expect(shown).toEqual(texts.map((text) => `    Text: ${quoteText(text)}`));
    expect(texts.length).toBeGreaterThan(500);
  });

  it("is a quotation in explanations and statistics", async () => {
    const explained = await run("-q", "-z", "rstdiag,explain", "-z", "rstdiag,story,0");
    expect(explained).toContain(quoteText(TEXTS[0][1]));
    expectHonest(explained);
    const statistics = await run("-q", "-z", "rstdiag,stat");
    expect(statistics).toContain(quoteText(TEXTS[1][1], 60));
    expectHonest(statistics);
  });
});
