import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { buildIpv4, buildUnreachable } from "../generator/samples/build-ip.js";
import { buildEthernet } from "../generator/samples/build-link.js";
import { ethernetFrame, ipPacket } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import type { TsharkRun } from "../generator/verify/tshark-run.js";
import { edit, makeFolder, ROOT } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";
import { spellOut } from "./support/words-of-numbers.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");

const ENDS = { source: "192.0.2.8", destination: "192.0.2.9" };

/** A capture of Ethernet frames; each one may be cut. */
function writeCapture(frames: readonly Uint8Array[]): string {
  const path = join(makeFolder(), "capture.pcap");
  const packets = frames.map((octets, index) => ({ timeNanoseconds: BigInt(index), octets }));
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
  return path;
}

function payload(hex: string): Uint8Array {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

async function run(tshark: TsharkRun, path: string, ...args: readonly string[]) {
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  return result;
}

describe.skipIf(lacks("tshark"))(`the list of plugins${without("tshark")}`, () => {
  it("has the plugin's version, its revision and the digest of its inputs", async () => {
    const result = await openTsharkForTest(LUA).run(["-G", "plugins"]);
    expect(result.kind === "exited" && result.stdout).toMatch(
      /rstdiag\.lua\t\d+\.\d+\.\d+, draft-02, inputs [0-9a-f]{12}\t[Ll]ua script\t/m,
    );
  });
});

describe.skipIf(lacks("tshark"))(`the Info column${without("tshark")}`, () => {
  it.each([
    ["a registered code", "33aa 000e 0000 0000", " [RST: Connection timeout (14)]"],
    ["a vendor's code", "33aa 04d2 0000 7ed9", " [RST: code 1234, pen 32473]"],
    ["an unknown code", "33aa 03e7 0000 0000", " [RST: code 999, pen 0]"],
    ["a wrong length", "33aa 000e 0000 0000 0000 0000", " [RST: malformed, length 12]"],
    ["code 0", "33aa 0000 0000 0000", " [RST: malformed, code 0]"],
  ])("gains the reason of %s", async (_what, hex, info) => {
    const path = writeCapture([ethernetFrame(4, payload(hex))]);
    const { stdout } = await run(openTsharkForTest(LUA), path);
    expect(stdout.trimEnd().endsWith(info)).toBe(true);
    const twoPasses = await run(openTsharkForTest(LUA), path, "-2");
    expect(twoPasses.stdout).toBe(stdout);
  });

  it.each([4, 6] as const)("is not touched inside an ICMP quotation, IPv%i", async (version) => {
    const quoted = ipPacket(version, payload("33aa 000e 0000 0000"));
    const ends =
      version === 4
        ? { source: "192.0.2.9", destination: "192.0.2.1" }
        : { source: "2001:db8::9", destination: "2001:db8::1" };
    const packet = buildUnreachable({ ...ends, code: 1, quoted });
    const path = writeCapture([buildEthernet({ payload: packet })]);
    const { stdout } = await run(openTsharkForTest(LUA), path);
    expect(stdout).toMatch(/Destination unreachable/i);
    expect(stdout).not.toContain("[RST: ");
    const filtered = await run(
      openTsharkForTest(LUA),
      path,
      "-Y",
      'rstdiag.reason == "Connection timeout"',
    );
    expect(filtered.stdout).not.toBe("");
  });

  it("says that a payload was cut", async () => {
    const cut = join(ROOT, "samples/truncated.pcapng");
    const { stdout } = await run(
      openTsharkForTest(LUA),
      cut,
      "-Y",
      'rstdiag.status == "truncated" && rstdiag.format == "diagnostic"',
    );
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => !line.endsWith(" [RST: truncated]"))).toEqual([]);
  });

  it("has the reason of a segment in a tunnel", async () => {
    const inner = ipPacket(4, payload("33aa 000e 0000 0000"));
    const tunnel = buildIpv4({ ...ENDS, protocol: 4, payload: inner });
    const { stdout } = await run(
      openTsharkForTest(LUA),
      writeCapture([buildEthernet({ payload: tunnel })]),
    );
    expect(stdout.trimEnd().endsWith(" [RST: Connection timeout (14)]")).toBe(true);
  });

  it.each([
    [
      "a reason of Linux",
      `01${"00".repeat(999)}`,
      "NO_SOCKET: no socket for the segment (1), a guess",
    ],
    ["a described reason", "f317 676f 2061 7761 79", 'description, historic: "go away"'],
    ["a text, on one line", "676f 0d0a 0961 7761 79", String.raw`text, a guess: "go\r\n\taway"`],
    [
      "a long text, cut between two characters",
      Buffer.from(`${"x".repeat(59)}\u00e9 and so on`).toString("hex"),
      `text, a guess: "${"x".repeat(59)}é"... (70 characters)`,
    ],
    [
      "a text of known software",
      Buffer.from("BIG-IP: [0x1:2] {peer} No local listener").toString("hex"),
      'text, a guess: "No local listener" (big-ip)',
    ],
    [
      "a text that begins as that of known software, and states no cause",
      Buffer.from("BIG-IP: [0x1:2] {peer} ").toString("hex"),
      String.raw`text, a guess: "BIG-IP: \x5b0x1:2\x5d {peer} "`,
    ],
  ])("labels %s", async (_what, hex, info) => {
    const path = writeCapture([ethernetFrame(4, payload(hex))]);
    const { stdout } = await run(openTsharkForTest(LUA), path);
    expect(stdout.trimEnd().endsWith(` [RST: ${info}]`)).toBe(true);
  });

  it("is not touched by other traffic, nor by what nobody can read", async () => {
    const path = join(ROOT, "samples/look-alikes.pcapng");
    const filter = ["-Y", '!(rstdiag.format == "text" || rstdiag.source == "MP_TCPRST option")'];
    const withPlugin = await run(openTsharkForTest(LUA), path, ...filter);
    const without = await run(openTsharkForTest(), path);
    const lines = new Set(without.stdout.split("\n"));
    expect(withPlugin.stdout.split("\n").filter((line) => !lines.has(line))).toEqual([]);
    expect(withPlugin.stdout.split("\n").length).toBeGreaterThan(8);
  });

  it("is left alone where a preference says so", async () => {
    const path = join(ROOT, "samples/specification-examples.pcapng");
    const quiet = await run(openTsharkForTest(LUA), path, "-o", "rstdiag.info:FALSE");
    expect(quiet.stdout).toBe((await run(openTsharkForTest(), path)).stdout);
  });

  it.each([
    ["as the specification has them", ["diagnostic"]],
    ["also as older revisions had them", ["description", "diagnostic"]],
    [
      "also guessed by their shape",
      ["description", "diagnostic", "linux-experiment", "opaque", "text"],
    ],
  ])("has the readings that the preference asks for: %s", async (choice, formats) => {
    const names = new Set<string>();
    for (const sample of ["other-formats", "specification-examples"]) {
      const path = join(ROOT, `samples/${sample}.pcapng`);
      const args = ["-o", `rstdiag.certainty:${choice}`, "-T", "fields", "-e", "rstdiag.format"];
      const { stdout } = await run(openTsharkForTest(LUA), path, ...args);
      for (const number of stdout.split("\n").filter(Boolean)) {
        names.add(spellOut("rstdiag.format", number));
      }
    }
    expect([...names].sort()).toEqual(formats);
  });
});

describe.skipIf(lacks("tshark"))(`the fields${without("tshark")}`, () => {
  const path = join(ROOT, "samples/specification-examples.pcapng");

  it.each([
    ["rstdiag", 3],
    ["tcp.rst_diagnostic.magic == 0x33aa", 3],
    ["tcp.rst_diagnostic.reason_code == 14", 1],
    ['tcp.rst_diagnostic.reason_code == "Connection timeout"', 1],
    ["tcp.rst_diagnostic.reason_code", 2],
    ["tcp.rst_diagnostic.vendor_reason_code == 1234", 1],
    ["tcp.rst_diagnostic.pen == 32473", 1],
    ['rstdiag.organisation contains "Documentation Use" && tcp.rst_diagnostic.pen == 32473', 1],
    ["rstdiag.organisation && tcp.rst_diagnostic.pen == 0", 0],
    ['rstdiag.registry == "tcp-failure-causes"', 2],
    ['rstdiag.reference contains "Figure 4"', 1],
    ['rstdiag.status == "valid"', 3],
    ["rstdiag.status == 0", 3],
    ['rstdiag.standing > "guess"', 3],
    ['rstdiag.source in {"F5 trailer", "payload"}', 3],
    ['rstdiag.origin == "endpoint"', 1],
    ["rstdiag.malformed || rstdiag.truncated", 0],
    ["rstdiag.unknown_code || rstdiag.unknown_vendor", 0],
    ["_ws.lua.error", 0],
  ])("%s selects %i frames", async (filter, count) => {
    const { stdout } = await run(openTsharkForTest(LUA), path, "-Y", filter);
    expect(stdout.split("\n").filter(Boolean)).toHaveLength(count);
  });
});

describe.skipIf(lacks("tshark"))(`the reset cause${without("tshark")}`, () => {
  async function causesOf(path: string, ...args: readonly string[]): Promise<readonly string[]> {
    const fields = ["-T", "fields", "-e", "rstdiag.reset_cause"];
    const { stdout } = await run(openTsharkForTest(LUA), path, ...args, ...fields);
    // From 4.4 on, tshark doubles what escapes in a field.
    return stdout.replaceAll("\\\\", "\\").split("\n").slice(0, -1);
  }

  it.each([
    ["a registered code", "33aa 000e 0000 0000", "Connection timeout"],
    ["a vendor's code", "33aa 04d2 0000 7ed9", "Example of a vendor-specific reason"],
    ["a code that no registry has", "33aa 03e7 0000 0000", "code 999, pen 0"],
    ["the code of an unknown vendor", "33aa 000e 0000 0001", "code 14, pen 1"],
    ["a reason of Linux", `01${"00".repeat(999)}`, "NO_SOCKET: no socket for the segment, a guess"],
    ["a described reason", "f317 676f 2061 7761 79", 'description, historic: "go away"'],
    ["a text, on one line", "676f 0d0a 0961 7761 79", String.raw`text, a guess: "go\r\n\taway"`],
    [
      "a text of known software",
      Buffer.from("BIG-IP: [0x1:2] {peer} No local listener").toString("hex"),
      'text, a guess: "No local listener"',
    ],
    ["nothing, where receivers ignore it", "33aa 0000 0000 0000", ""],
    ["nothing, where the length is wrong", "33aa 000e 0000 0000 0000 0000", ""],
  ])("is that of %s", async (_what, hex, cause) => {
    const path = writeCapture([ethernetFrame(4, payload(hex))]);
    expect(await causesOf(path)).toEqual([cause]);
  });

  it("is absent where the snapshot length cut the enterprise number", async () => {
    const cut = join(ROOT, "samples/truncated.pcapng");
    const filter = ["-Y", "rstdiag.truncated && !tcp.rst_diagnostic.pen"];
    const causes = await causesOf(cut, ...filter);
    expect(causes.length).toBeGreaterThan(0);
    expect(new Set(causes)).toEqual(new Set([""]));
  });

  it("is also what another field of the segment states", async () => {
    const path = join(ROOT, "samples/look-alikes.pcapng");
    const filter = ["-Y", 'rstdiag.source == "MP_TCPRST option"'];
    expect(await causesOf(path, ...filter)).toEqual(["MPTCP-specific error"]);
  });

  it("is in fast mode that of a payload", async () => {
    const path = join(ROOT, "samples/specification-examples.pcapng");
    expect(await causesOf(path, "-o", "rstdiag.fast:TRUE")).toEqual(await causesOf(path));
  });
});

/** Name, type and base as `tshark -G fields` says them. */
const FIELDS = [
  ["tcp.rst_diagnostic.magic", "FT_UINT16", "BASE_HEX"],
  ["tcp.rst_diagnostic.reason_code", "FT_UINT16", "BASE_DEC"],
  ["tcp.rst_diagnostic.vendor_reason_code", "FT_UINT16", "BASE_DEC"],
  ["tcp.rst_diagnostic.pen", "FT_UINT32", "BASE_DEC"],
  ["rstdiag.organisation", "FT_STRING", ""],
  ["rstdiag.reason", "FT_STRING", ""],
  ["rstdiag.registry", "FT_STRING", ""],
  ["rstdiag.reference", "FT_STRING", ""],
  ["rstdiag.revision", "FT_STRING", ""],
  ["rstdiag.other_reading", "FT_STRING", ""],
  ["rstdiag.status", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.format", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.origin", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.source", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.quoted", "FT_BOOLEAN", ""],
  ["rstdiag.pair", "FT_FRAMENUM", ""],
  ["rstdiag.unacked", "FT_UINT32", "BASE_DEC"],
  ["rstdiag.lost", "FT_NONE", ""],
  ["rstdiag.standing", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.octets", "FT_BYTES", ""],
  ["rstdiag.pattern", "FT_STRING", ""],
  ["rstdiag.text", "FT_STRING", ""],
  ["rstdiag.linux_reason", "FT_UINT8", "BASE_DEC"],
  ["tcp.rst_diagnostic.reason_desc", "FT_STRING", ""],
  ["rstdiag.malformed", "FT_NONE", ""],
  ["rstdiag.truncated", "FT_NONE", ""],
  ["rstdiag.unknown_code", "FT_NONE", ""],
  ["rstdiag.unknown_vendor", "FT_NONE", ""],
  ["rstdiag.reset_cause", "FT_STRING", ""],
  ["rstdiag.cause", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.certainty", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.reset_by", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.explanation", "FT_STRING", ""],
  ["rstdiag.next_step", "FT_STRING", ""],
  ["rstdiag.situation", "FT_UINT8", "BASE_DEC"],
  ["rstdiag.lost_octets", "FT_UINT32", "BASE_DEC"],
  ["rstdiag.benign", "FT_BOOLEAN", ""],
  ["rstdiag.evidence", "FT_FRAMENUM", ""],
  ["rstdiag.evidence_of", "FT_FRAMENUM", ""],
  ["rstdiag.reset_before", "FT_FRAMENUM", ""],
  ["rstdiag.contradiction", "FT_NONE", ""],
] as const;

describe.skipIf(lacks("tshark"))(`what the plugin registers${without("tshark")}`, () => {
  it("is each field once, of the type that docs/wireshark.md says", async () => {
    const listed = await openTsharkForTest(LUA).run(["-G", "fields"]);
    const stdout = listed.kind === "exited" ? listed.stdout : "";
    const ours = stdout
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(
        ([kind, , name]) => kind === "F" && /^(rstdiag|tcp\.rst_diagnostic)\./.test(name ?? ""),
      )
      .map(([, , name, type, , base]) => [
        name,
        type,
        /^BASE_(HEX|DEC)$/.test(base ?? "") ? base : "",
      ]);
    expect(ours.sort()).toEqual([...FIELDS].map((field) => [...field]).sort());
    const page = readFileSync(join(ROOT, "dist/docs/filter-names.md"), "utf8");
    const meanings = new Map(
      Array.from(
        page.matchAll(/^\| `(rstdiag\.\w+)` +\| FT_.*\| ([^|]+?) +\|$/gm),
        ([, name, words]) => [name, words],
      ),
    );
    const described = stdout.split("\n").map((line) => line.split("\t"));
    for (const [kind, , name = "", type, , , , meaning] of described) {
      const isOwn = kind === "F" && meanings.has(name) && type !== "FT_NONE";
      if (isOwn) expect([name, meaning]).toEqual([name, meanings.get(name)]);
    }
    const documented = page.matchAll(/^\| `([^`]+\.[^`]+)` +\| (FT_\w+)/gm);
    expect(Array.from(documented, ([, name, type]) => [name, type]).sort()).toEqual(
      ours.map(([name, type]) => [name, type]),
    );
  });

  it.each([
    ["malformed", "samples/malformed.pcapng", "rstdiag.malformed", "Warning"],
    ["truncated", "samples/truncated.pcapng", "rstdiag.truncated && !rstdiag.malformed", "Note"],
    ["unknown_code", "samples/unknown-codes.pcapng", "rstdiag.unknown_code", "Note"],
    ["unknown_vendor", "samples/unknown-codes.pcapng", "rstdiag.unknown_vendor", "Chat"],
  ])("has the severity of %s", async (_name, sample, filter, severity) => {
    const args = ["-Y", filter, "-O", "rstdiag"];
    const { stdout } = await run(openTsharkForTest(LUA), join(ROOT, sample), ...args);
    const said = [...stdout.matchAll(/^ {4}\[Expert Info \((\w+)\//gm)].map(([, word]) => word);
    expect(new Set(said)).toEqual(new Set([severity]));
  });

  it("asks Wireshark for no field that it does not name", () => {
    expect(readFileSync(LUA, "utf8")).toMatch(/^ +register_postdissector\(rstdiag, false\)$/m);
  });
});

async function readText(path: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(path, "utf8");
}

describe.skipIf(lacks("tshark"))(`a plugin that cannot work${without("tshark")}`, () => {
  const path = join(ROOT, "samples/specification-examples.pcapng");

  it.each([
    ["loaded twice", "local NAME", "local NAME", /not loaded: the name is taken, by a second copy/],
    [
      "without its host field",
      "tcp.reset_cause",
      "tcp.no_such_field",
      /works in fast mode only: this Wireshark has no tcp\.no_such_field/,
    ],
  ])("%s: one clear sentence, no traceback", async (what, from, to, sentence) => {
    const copy = join(makeFolder(), "second.lua");
    writeFileSync(copy, await readText(LUA));
    edit(copy, from, to);
    const scripts = what === "loaded twice" ? [LUA, copy] : [copy];
    const { stdout, stderr } = await run(openTsharkForTest(...scripts), path);
    const said = stderr.split("\n").filter((line) => /rstdiag|lua/i.test(line));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(sentence);
    expect(stderr).not.toContain("traceback");
    expect(stdout.split("\n").filter(Boolean)).toHaveLength(3);
  });

  it("says so where the name belongs to another protocol", async () => {
    const other = join(makeFolder(), "other.lua");
    writeFileSync(other, 'Proto("rstdiag", "Something else")\n');
    const { stderr } = await run(openTsharkForTest(other, LUA), path);
    expect(stderr).toContain("rstdiag.lua is not loaded: the name is taken");
    expect(stderr).not.toContain("traceback");
  });
});
