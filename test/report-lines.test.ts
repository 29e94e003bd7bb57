import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";

const RST = { payload: Uint8Array.of(0x33, 0xaa, 0, 14, 0, 0, 0, 0) };
const CAPTURE = captureOf(
  new Conversation({ clientPort: 40_000 }).handshake().exchange("client").abort("server", RST),
  new Conversation({ clientPort: 40_001, start: 2 }).syn().refuseSyn(),
);
const CAPTURES = ["a.pcap", "b.pcap", "samples.pcapng"];

/** A folder with captures, one of them damaged. */
function makeCaptures(): string {
  const folder = makeFolder();
  writeFileSync(join(folder, "a.pcap"), CAPTURE);
  writeFileSync(join(folder, "b.pcap"), CAPTURE.subarray(0, -9));
  writeFileSync(
    join(folder, "samples.pcapng"),
    readFileSync(join(ROOT, "samples/other-formats.pcapng")),
  );
  return folder;
}

function print(folder: string, command: string, ...files: readonly string[]): string {
  const form = command === "explain" ? "--summary" : "--json";
  return runCli([command, form, ...files], { cwd: folder }).stdout;
}

function report(folder: string, args: readonly string[], input?: string) {
  const { status, stderr } = runCli(["report", ...args, "--html", "page.html"], {
    cwd: folder,
    ...(input !== undefined && { input: Buffer.from(input) }),
  });
  return { status, stderr };
}

const pageIn = (folder: string) => readFileSync(join(folder, "page.html"), "utf8");

describe("rstdiag report of printed lines", () => {
  it("is the report of the captures, octet for octet", () => {
    const folder = makeCaptures();
    const direct = report(folder, CAPTURES);
    const wanted = pageIn(folder);
    expect(direct.stderr).toContain("b.pcap: offset");
    const lines = print(folder, "explain", ...CAPTURES);
    const records = print(folder, "decode", ...CAPTURES);
    writeFileSync(join(folder, "any-name"), `\ufeff${lines.replaceAll("\n", "\r\n")}`);
    writeFileSync(join(folder, "records.jsonl"), records);
    for (const [args, input] of [
      [["-"], lines],
      [["any-name"]],
      [["records.jsonl", "any-name"]],
      [["a.pcap", "-", "samples.pcapng"], print(folder, "explain", "b.pcap")],
    ] as const) {
      const merged = report(folder, args, input);
      expect(merged).toEqual(direct);
      expect(pageIn(folder)).toBe(wanted);
    }
  });

  it("names the captures of a list of which nothing was given", () => {
    const folder = makeCaptures();
    writeFileSync(join(folder, "lines.jsonl"), print(folder, "explain", "a.pcap"));
    writeFileSync(join(folder, "all.txt"), "a.pcap\nlost.pcap\r\n\n./samples.pcapng\nlost.pcap\n");
    const args = ["--expect", "all.txt", "lines.jsonl", "samples.pcapng"];
    expect(report(folder, args)).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^lost\.pcap: is missing: neither the capture nor lines of it were given\npage\.html: /,
      ),
    });
    expect(pageIn(folder)).toContain("lost.pcap");
    writeFileSync(join(folder, "lost.pcap"), CAPTURE);
    expect(report(folder, [...args, "lost.pcap"]).status).toBe(0);
    for (const [text, message] of [
      [undefined, "none.txt: cannot be read (ENOENT)"],
      ["\n", "none.txt: names no capture"],
      ["a.pcap\nb   c\n", "b <U+0020><U+0020>c: is missing"],
      [`\ufeffa.pcap\n${"b\nc\n".repeat(100_000)}`, "b: is missing"],
      [Array.from({ length: 150_000 }, (_, at) => at).join("\n"), "149999: is missing"],
    ] as const) {
      if (text !== undefined) writeFileSync(join(folder, "none.txt"), text);
      const { status, stderr } = report(folder, ["--expect", "none.txt", "lines.jsonl"]);
      expect([status, stderr.includes(message)]).toEqual([1, true]);
      expect(stderr).not.toMatch(/internal error|FEFF/);
    }
  });

  it("has failures without an RST in a section of their own, where they are asked for", () => {
    const folder = makeFolder();
    const failed = new Conversation({ clientPort: 40_002, start: 3 }).syn().icmp("client");
    const reset = new Conversation({ clientPort: 40_001 }).syn().refuseSyn();
    writeFileSync(join(folder, "a.pcap"), captureOf(reset, failed));
    expect(report(folder, ["a.pcap"]).status).toBe(0);
    expect(pageIn(folder)).not.toContain("Failed without an RST");

    expect(report(folder, ["--failures", "a.pcap"]).stderr).toBe(
      "page.html: 1 reset connection and 1 that failed without an RST of 1 capture\n",
    );
    const wanted = pageIn(folder);
    expect(wanted).toContain("1 connection was reset: 1 by the server.");
    expect(wanted).toContain("Besides, 1 connection failed without an RST.");
    expect(wanted).toContain('<section id="failures">');
    expect(wanted).toContain("Host unreachable (ICMP type 3, code 1)");

    const lines = print(folder, "explain", "--failures", "a.pcap");
    expect(report(folder, ["-"], lines).status).toBe(0);
    expect(pageIn(folder)).toBe(wanted);
    const lacking = lines.split("\n").filter((line) => !line.includes('"kind":"failure"'));
    expect(report(folder, ["-"], lacking.join("\n")).stderr).toContain(
      "0 failures are there of the 1 that rstdiag explain printed",
    );
  });

  it("says what decode alone cannot tell", () => {
    const folder = makeCaptures();
    expect(report(folder, ["-"], print(folder, "decode", "a.pcap"))).toEqual({
      status: 0,
      stderr: "page.html: 0 reset connections of 1 capture\n",
    });
    expect(pageIn(folder)).toContain("1 capture was only decoded, not explained");
  });

  it("takes an empty file of lines for no records", () => {
    const folder = makeCaptures();
    writeFileSync(join(folder, "none.jsonl"), "");
    expect(report(folder, ["none.jsonl", "a.pcap"]).status).toBe(0);
  });

  const change = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

  it.each([
    [
      "a name of no cause",
      change('"cause":"closed-port"', '"cause":"bad"'),
      /:2: this is not a finding/,
    ],
    [
      "an address that is markup",
      change('"198.51.100.7"', '"<script>"'),
      /:1: this is not a finding/,
    ],
    ["another member", change('"stream":1', '"x":1,"stream":1'), /:2: this is not a finding/],
    ["a line that is cut", change(/.{200}\n$/, "\n"), /:3: this is not JSON; give the lines as/],
    ["foreign JSON", change(/^/, '{"level":"info"}\n'), /:1: rstdiag prints no such object/],
    ["a list", (text: string) => `${text}[1]\n`, /:4: this is not a JSON object/],
    ["no file", change(/"file":"[^"]*",/, ""), /:1: this is not a finding of rstdiag: must have/],
    ["lines that are missing", change(/^.*\n/, ""), /a\.pcap: 1 findings are there of the 2/],
    ["no end", change(/.*\n$/, ""), /a\.pcap: its summary is missing/],
    [
      "a name that no file has, which is cut",
      change(/"file":"[^"]*"/, `"file":"${"a".repeat(60_000)}"`),
      /^a{4096}…: its summary is missing/m,
    ],
  ])("refuses %s, with its line, and fails", (_what, damage, message) => {
    const folder = makeCaptures();
    const lines = print(folder, "explain", "a.pcap");
    writeFileSync(join(folder, "lines"), damage(lines));
    const { status, stderr } = report(folder, ["lines", "samples.pcapng"]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("internal error");
    expect(status).toBe(1);
  });

  it("lets no text of a line become markup, or a command to the terminal", () => {
    const folder = makeCaptures();
    const hostile = "</table><script>alert(1)</script>\u001b[2J";
    const lines = print(folder, "explain", "a.pcap")
      .replaceAll('"file":"a.pcap"', `"file":${JSON.stringify(hostile)}`)
      .replaceAll('"nextStep":"', `"nextStep":${JSON.stringify(hostile).slice(0, -1)}`)
      .replaceAll('"explanation":"', `"explanation":${JSON.stringify(hostile).slice(0, -1)}`)
      .replace(/.*\n$/, "");
    const { status, stderr } = report(folder, ["-"], lines);
    expect(status).toBe(1);
    expect(stderr).not.toContain("\u001b");
    const page = pageIn(folder);
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toContain("<script>alert");
  });
});
