import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT, runCli } from "./support/cli.js";

const LABORATORY = join(ROOT, "samples/laboratory");

/** What compare prints of captures of the laboratory, as they are named there. */
function compareLines(scenario: string): string {
  const files = ["server", "client"].map((end) => `compare-${scenario}.${end}.pcap`);
  const { status, stdout } = runCli(["compare", "--json", ...files], { cwd: LABORATORY });
  expect(status).toBe(0);
  return stdout;
}

function report(folder: string, args: readonly string[], input?: string) {
  const { status, stderr } = runCli(["report", ...args, "--html", "page.html"], {
    cwd: folder,
    ...(input !== undefined && { input: Buffer.from(input) }),
  });
  return { status, stderr };
}

/** What a reader would see, lines apart. */
function textIn(folder: string): string {
  const page = readFileSync(join(folder, "page.html"), "utf8");
  const body = page.slice(page.indexOf("<body>"), page.indexOf("<script>"));
  return body
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&#39;", "'");
}

describe("rstdiag report of comparisons", () => {
  it("has the numbers that compare has, from standard input alone", () => {
    const folder = makeFolder();
    const input = compareLines("share-dropped") + compareLines("translated");
    expect(report(folder, ["-"], input)).toEqual({
      status: 0,
      stderr: "page.html: 0 reset connections of 0 captures, 2 comparisons\n",
    });
    const text = textIn(folder);
    expect(text).toContain(
      "In 2 comparisons of a sender's with a receiver's capture, 25 of 30 RSTs arrived; of 24 with a payload, 20 arrived with it as it was sent.",
    );
    expect(text).toContain(
      "compare-share-dropped.server.pcap to compare-share-dropped.client.pcap",
    );
    expect(text).toContain(
      "The sender's capture has 15 RSTs in 120 frames, the receiver's 10 in 115: 10 delivered, 5 dropped. The receiver's clock is 5.1 ms ahead, transit delay included, measured by 40 segments that both captures have.",
    );
    expect(text).toContain("diagnostic 8 66.7 % (30.0-90.3) 66.7 % (30.0-90.3) 6 4 2");
    expect(text).toContain(
      "TTL decrease on the way (RSTs): 1 (15). Header fields changed (RSTs): destination (15).",
    );
    // No connection was explained, so nothing is said of any.
    expect(text).not.toContain("Who resets whom");
  });

  it("shows shares that differ by format, as a drawing with words", () => {
    const folder = makeFolder();
    report(folder, ["-"], compareLines("cut"));
    const text = textIn(folder);
    expect(text).toContain("text 46 0.0 % (0.0-56.1) 100.0 % (43.9-100.0) 3 0 3");
    expect(text).toContain(
      "text, 46 octets: 0.0 % (0.0-56.1) arrived as sent, 100.0 % (43.9-100.0) arrived at all",
    );
    expect(text).toContain("cut it arrived with the first octets of its payload alone");
  });

  it("takes comparisons, captures and printed lines together, in one file or in several", () => {
    const folder = makeFolder();
    const cut = compareLines("cut");
    const names = ["server", "client"].map((end) => `compare-cut.${end}.pcap`);
    const captures = names.map((name) => join(LABORATORY, name));
    const findings = runCli(["explain", "--summary", ...names], { cwd: LABORATORY }).stdout;
    const [first = "", ...others] = findings.trimEnd().split("\n");
    const [reset = "", ...rest] = cut.trimEnd().split("\n");
    const mixed = [reset, first, ...rest, ...others].join("\r\n");
    expect(report(folder, ["-"], mixed)).toEqual({
      status: 0,
      stderr: "page.html: 30 reset connections of 2 captures, 1 comparison\n",
    });
    const page = readFileSync(join(folder, "page.html"), "utf8");
    writeFileSync(join(folder, "cut.jsonl"), cut);
    writeFileSync(join(folder, "findings.jsonl"), findings);
    report(folder, ["findings.jsonl", "cut.jsonl"]);
    expect(readFileSync(join(folder, "page.html"), "utf8")).toBe(page);
    expect(report(folder, [...captures, "cut.jsonl"]).status).toBe(0);
    const text = textIn(folder);
    expect(text).toMatch(/ Counters of diagnostic payloads .* Do RSTs arrive\? .* Coverage of /);
    expect(text).toMatch(
      /30 connections were reset: .* 15 of 15 RSTs arrived; of 12 with a payload, 6 /,
    );
  });

  it("reads more lines than a chunk of the file has", () => {
    const folder = makeFolder();
    const lines = compareLines("all-dropped").trimEnd().split("\n");
    const summary = lines.pop()?.replace('"dropped":15', '"dropped":9000') ?? "";
    const many = Array.from({ length: 600 }, () => lines).flat();
    writeFileSync(join(folder, "lines"), [...many, summary].join("\n"));
    expect(statSync(join(folder, "lines")).size).toBeGreaterThan(2 * 1024 * 1024);
    writeFileSync(join(folder, "none.jsonl"), "");
    expect(report(folder, ["none.jsonl", "lines"])).toMatchObject({
      status: 0,
      stderr: "page.html: 0 reset connections of 0 captures, 1 comparison\n",
    });
    expect(textIn(folder)).toContain("9,000 dropped");
  });

  it("has no such section without a comparison", () => {
    const folder = makeFolder();
    report(folder, [join(LABORATORY, "compare-cut.client.pcap")]);
    expect(textIn(folder)).not.toContain("Do RSTs arrive?");
  });

  it("is content with the summary alone", () => {
    const folder = makeFolder();
    const lines = compareLines("stripped").trimEnd().split("\n");
    expect(report(folder, ["-"], lines.at(-1)).status).toBe(0);
    expect(textIn(folder)).toContain("3 delivered, 12 stripped");
  });

  const change = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

  it.each([
    [
      "without its summary",
      change(/.*\n$/, ""),
      /^lines:15: the summary behind these RSTs of a comparison is missing; give the lines as .*compare --json/,
    ],
    [
      "that lacks an RST",
      change(/^.*\n/, ""),
      /^lines:15: 14 RSTs are before this summary of the 15 /,
    ],
    [
      "with a verdict of no name",
      change('"verdict":"cut"', '"verdict":"lost"'),
      /^lines:4: this is not a reset of rstdiag/,
    ],
    [
      "with a format that is markup",
      change('"format":"text","least', '"format":"<b>","least'),
      /^lines:16: this is not a comparison of rstdiag/,
    ],
    [
      "with a share above 1",
      change('"share":1', '"share":1.5'),
      /^lines:16: this is not a comparison of rstdiag/,
    ],
    [
      "of captures without a name",
      change('"sender":{"file":"compare-cut.server.pcap",', '"sender":{'),
      /^lines:16: this is not a comparison of rstdiag: .*file/,
    ],
    ["that is cut in a line", change(/.{200}\n$/, "\n"), /^lines:16: this is not JSON/],
  ])("refuses a comparison %s, with its line, and fails", (_what, damage, message) => {
    const folder = makeFolder();
    const lines = compareLines("cut");
    expect(damage(lines)).not.toBe(lines);
    writeFileSync(join(folder, "lines"), damage(lines));
    expect(report(folder, ["lines"])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/not written: no capture could be read/),
    });
    writeFileSync(join(folder, "good"), lines);
    const { status, stderr } = report(folder, ["lines", "good"]);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("1 comparison\n");
    expect(status).toBe(1);
  });

  it("lets no name of a capture become markup, or a command to the terminal", () => {
    const folder = makeFolder();
    const hostile = "</h3><script>alert(1)</script>\u001b[2J";
    const lines = compareLines("cut").replaceAll(
      '"file":"compare-cut.server.pcap"',
      `"file":${JSON.stringify(hostile)}`,
    );
    const { status, stderr } = report(folder, ["-"], lines);
    expect(status).toBe(0);
    expect(stderr).not.toContain("\u001b");
    const page = readFileSync(join(folder, "page.html"), "utf8");
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("\u001b");
  });
});
