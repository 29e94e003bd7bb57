import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CLI, makeFolder, ROOT, runCli, runShell } from "./support/cli.js";
import { makeRichPcapng } from "./support/rich-pcapng.js";
import { lacks, without } from "./support/tools.js";

const CAPTURE = join(ROOT, "samples/laboratory/idle-timeout.client.pcap");
/** Python's ssl at both ends, of which one resets the connection; editcap has put the keys in. */
const WITH_SECRETS = join(ROOT, "test/fixtures/tls-with-secrets.pcapng");
const IS_WINDOWS = process.platform === "win32";

/** What a tool of Wireshark prints. */
function run(program: string, ...args: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${program}: ${result.stderr}`);
  return result.stdout;
}

/** All that tshark sees in a capture, but for comments and members of these names. */
function dissect(path: string, ...ignored: readonly string[]): string {
  const json = run("tshark", "-r", path, "-N", "n", "-T", "json", "--no-duplicate-keys");
  const isIgnored = (key: string) => key === "pkt_comment" || ignored.includes(key);
  const packets: unknown = JSON.parse(json, (key, value) => (isIgnored(key) ? undefined : value));
  return JSON.stringify(packets, undefined, 1);
}

/** The numbers of the frames that a display filter finds. */
function find(path: string, filter: string): readonly string[] {
  const printed = run("tshark", "-r", path, "-Y", filter, "-T", "fields", "-e", "frame.number");
  return printed.split("\n").filter(Boolean);
}

interface Annotated {
  readonly folder: string;
  readonly copy: string;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function annotate(capture: string, ...options: readonly string[]): Annotated {
  const folder = makeFolder();
  const copy = join(folder, "copy.pcapng");
  const result = runCli(["explain", capture, "--annotate", copy, ...options], { cwd: folder });
  return { folder, copy, ...result };
}

/** The last line that is said, without the place of the test. */
function lastLine({ stderr, folder }: Annotated): string {
  return stderr.trimEnd().split("\n").at(-1)?.replaceAll(`${folder}/`, "") ?? "";
}

describe.skipIf(lacks("tshark"))(`explain --annotate${without("tshark")}`, () => {
  it("changes nothing but comments that tshark sees, in a file with blocks of every kind", async () => {
    const path = join(makeFolder(), "rich.pcapng");
    writeFileSync(path, await makeRichPcapng());
    const annotated = annotate(path);
    expect(annotated.status).toBe(0);
    expect(dissect(annotated.copy)).toBe(dissect(path));
    expect(dissect(path)).toContain("server.example");
    const comments = run("tshark", "-r", annotated.copy, "-T", "fields", "-e", "frame.comment");
    const before = run("tshark", "-r", path, "-T", "fields", "-e", "frame.comment");
    for (const [at, line] of before.split("\n").entries()) {
      expect(comments.split("\n")[at]?.startsWith(line)).toBe(true);
    }
    const reset = find(annotated.copy, 'frame.comment contains ": reset in frame"');
    expect(reset.length).toBeGreaterThan(1);
    expect(find(path, "tcp.flags.reset == 1")).toEqual(expect.arrayContaining([...reset]));
    expect(annotated.stderr).toMatch(
      /copy\.pcapng: 1 frame got no comment, since a Simple Packet Block has no room for any; .*editcap/,
    );
  });

  it("keeps the secrets by which Wireshark decrypts", () => {
    const annotated = annotate(WITH_SECRETS);
    expect(annotated.status).toBe(0);
    const seen = dissect(annotated.copy);
    expect(seen).toContain("/secret");
    expect(seen).toBe(dissect(WITH_SECRETS));
    expect(find(annotated.copy, "frame.comment && tcp.flags.reset == 1")).toHaveLength(1);
  });

  it("makes pcapng of pcap, at the same times", () => {
    const { copy, status, ...annotated } = annotate(CAPTURE);
    expect(status).toBe(0);
    const added = ["frame.section_number", "frame.interface_id", "frame.interface_id_tree"];
    expect(dissect(copy, ...added)).toBe(dissect(CAPTURE, ...added));
    expect(find(copy, 'frame.comment contains "idle-timeout"')).toEqual(["7", "8"]);
    expect(find(copy, 'frame.comment matches "^Evidence of the reset in frame 8: "')).toEqual([
      "7",
    ]);
    expect(annotated.stdout).toMatch(/^1 connection reset/);
    expect(lastLine({ copy, status, ...annotated })).toBe(
      "copy.pcapng: 8 frames, 6 comments in 2 frames",
    );
  });

  it("makes what capinfos and editcap read, and explain says the same of it", () => {
    const { copy, folder } = annotate(CAPTURE);
    expect(run("capinfos", copy)).toMatch(/Number of packets: +8\n/);
    const edited = join(folder, "edited.pcap");
    run("editcap", "-F", "pcap", copy, edited);
    expect(dissect(edited)).toBe(dissect(CAPTURE));
    const said = (path: string) => runCli(["explain", path]).stdout;
    expect(said(copy)).toBe(said(CAPTURE));
  });

  it("shows each comment whole in Wireshark's tree", () => {
    const capture = join(ROOT, "samples/laboratory/injected-copies.client.pcap");
    const { copy } = annotate(capture);
    const tree = run("tshark", "-r", copy, "-V", "-Y", "frame.comment").split("\n");
    const fields = ["-T", "fields", "-E", "aggregator=|", "-e", "frame.comment"];
    const comments = run("tshark", "-r", copy, "-Y", "frame.comment", ...fields)
      .trim()
      .split(/[|\n]/);
    expect(comments.some((comment) => comment.startsWith("... "))).toBe(true);
    for (const comment of comments) expect(tree).toContain(`    ${comment}`);
  });

  it("comments failures without an RST where they are asked for", () => {
    const capture = join(ROOT, "samples/icmp-errors.pcapng");
    const { copy } = annotate(capture, "--failures");
    expect(find(copy, 'frame.comment contains "no RST ended the connection"')).not.toEqual([]);
    expect(dissect(copy)).toBe(dissect(capture));
  });

  it("reads what is compressed, and what only tshark reads", () => {
    const folder = makeFolder();
    const packed = join(folder, "packed.pcap.gz");
    writeFileSync(packed, gzipSync(readFileSync(CAPTURE)));
    expect(find(annotate(packed).copy, "frame.comment")).toEqual(["7", "8"]);
    const snoop = join(folder, "capture.snoop");
    run("editcap", "-F", "snoop", CAPTURE, snoop);
    expect(find(annotate(snoop).copy, "frame.comment")).toEqual(["7", "8"]);
  });

  it("copies a capture that was cut as far as it goes, and says so", () => {
    const cut = join(makeFolder(), "cut.pcap");
    writeFileSync(cut, readFileSync(CAPTURE).subarray(0, -5));
    const annotated = annotate(cut);
    expect(annotated.status).toBe(1);
    expect(lastLine(annotated)).toMatch(
      /^copy\.pcapng: ends where .*cut\.pcap could not be read on$/,
    );
    expect(run("capinfos", annotated.copy)).toMatch(/Number of packets: +7\n/);
  });
});

describe("explain --annotate", () => {
  it("copies a pcapng file without a reset octet for octet", () => {
    const capture = join(ROOT, "samples/icmp-errors.pcapng");
    const annotated = annotate(capture);
    expect(lastLine(annotated)).toBe("copy.pcapng: 15 frames, 0 comments in 0 frames");
    expect(readFileSync(annotated.copy).equals(readFileSync(capture))).toBe(true);
  });

  it("prints JSON beside it", () => {
    const { stdout, copy } = annotate(CAPTURE, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ frame: 8, cause: "idle-timeout" });
    expect(statSync(copy).size).toBeGreaterThan(0);
  });

  it.skipIf(IS_WINDOWS)("has the rights of the capture", () => {
    const folder = makeFolder();
    const secret = join(folder, "secret.pcap");
    copyFileSync(CAPTURE, secret);
    runShell(`chmod 600 ${secret}`, folder);
    expect(statSync(annotate(secret).copy).mode & 0o777).toBe(0o600);
  });

  it.skipIf(IS_WINDOWS)("writes the copy also where nobody reads on what is printed", () => {
    const folder = makeFolder();
    const script = `"$NODE" "$CLI" explain --json ${CAPTURE} --annotate copy.pcapng 2>/dev/null | true; echo \${PIPESTATUS[0]}`;
    expect(runShell(script, folder).stdout).toBe("0\n");
    expect(readdirSync(folder)).toEqual(["copy.pcapng"]);
  });

  it.skipIf(IS_WINDOWS)("leaves nothing behind where its lines cannot be printed", () => {
    const folder = makeFolder();
    const script = `"$NODE" "$CLI" explain ${CAPTURE} --annotate copy.pcapng > /dev/full`;
    const { status, stderr } = runShell(script, folder);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^rstdiag: cannot print: /m)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("replaces a file with --force alone", () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "copy.pcapng"), "mine");
    const args = ["explain", CAPTURE, "--annotate", "copy.pcapng"];
    const refused = runCli(args, { cwd: folder });
    expect([refused.status, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toBe("copy.pcapng already exists; replace it with --force\n");
    expect(readFileSync(join(folder, "copy.pcapng"), "utf8")).toBe("mine");
    expect(runCli([...args, "--force"], { cwd: folder }).status).toBe(0);
    expect(readFileSync(join(folder, "copy.pcapng")).readUInt32BE(0)).toBe(0x0a0d0d0a);
  });

  describe("refuses, and leaves all as it is:", () => {
    /** A folder with a capture, to be made difficult. */
    function prepare(): string {
      const folder = makeFolder();
      copyFileSync(CAPTURE, join(folder, "a.pcap"));
      return folder;
    }

    it.each<[string, (folder: string) => void, readonly string[], number, RegExp]>([
      ["its input", () => {}, ["a.pcap", "a.pcap"], 2, /^a\.pcap: is one of the captures;/],
      [
        "its input by another path",
        (folder) => mkdirSync(join(folder, "sub")),
        ["a.pcap", "sub/../a.pcap"],
        2,
        /is one of the captures;/,
      ],
      [
        "its input by a hard link",
        (folder) => linkSync(join(folder, "a.pcap"), join(folder, "b.pcapng")),
        ["a.pcap", "b.pcapng"],
        2,
        /^b\.pcapng: is one of the captures;/,
      ],
      [
        "its input by a link",
        (folder) => symlinkSync("a.pcap", join(folder, "b.pcapng")),
        ["a.pcap", "b.pcapng"],
        2,
        /^b\.pcapng: is one of the captures;/,
      ],
      [
        "a link to another file",
        (folder) => {
          writeFileSync(join(folder, "precious"), "precious");
          symlinkSync("precious", join(folder, "b.pcapng"));
        },
        ["a.pcap", "b.pcapng"],
        2,
        /^b\.pcapng: is a link,/,
      ],
      [
        "a link to nothing",
        (folder) => symlinkSync("nothing", join(folder, "b.pcapng")),
        ["a.pcap", "b.pcapng"],
        2,
        /^b\.pcapng: is a link,/,
      ],
      [
        "a folder",
        (at) => mkdirSync(join(at, "b")),
        ["a.pcap", "b"],
        2,
        /^b: is a folder; name a file/,
      ],
      ["a missing folder", () => {}, ["a.pcap", "no/b"], 2, /^no\/b: there is no such folder;/],
      ["standard input", () => {}, ["-", "b.pcapng"], 2, /^-: --annotate reads .* twice; save it/],
      [
        "a text",
        (folder) => writeFileSync(join(folder, "a.txt"), "IP 10.0.0.1.1 > 10.0.0.2.2: Flags [R]\n"),
        ["a.txt", "b.pcapng"],
        2,
        /^a\.txt: is text, which has no packets to comment;/,
      ],
      [
        "what is no capture",
        (folder) => writeFileSync(join(folder, "a.zip"), "PK\x03\x04\x00\x00"),
        ["a.zip", "b.pcapng"],
        1,
        /\nb\.pcapng was not written: no packet of a\.zip could be read\n$/,
      ],
      [
        "what is not there",
        () => {},
        ["no.pcap", "b.pcapng"],
        1,
        /\nb\.pcapng was not written: no /,
      ],
    ])("%s", (_what, change, [input = "", output = ""], code, message) => {
      const folder = prepare();
      change(folder);
      const before = readFolder(folder);
      const args = ["explain", "--force", input, "--annotate", output];
      const { status, stderr } = runCli(args, { cwd: folder, input: readFileSync(CAPTURE) });
      expect(stderr).toMatch(message);
      expect(status).toBe(code);
      expect(readFolder(folder)).toEqual(before);
    });

    it.each([
      ["--join", /'--annotate <file>' cannot be used with option '--join'/],
      ["--follow", /'--annotate <file>' cannot be used with option '--follow'/],
      ["--parquet=tables", /cannot be used with/],
      ["--stream=0", /cannot be used with/],
      ["b.pcap", /--annotate copies one capture; give one file/],
    ])("%s", (option, message) => {
      const folder = prepare();
      const args = ["explain", "a.pcap", "--annotate", "b.pcapng", option];
      const { status, stderr } = runCli(args, { cwd: folder });
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
      expect(readdirSync(folder)).toEqual(["a.pcap"]);
    });

    it.skipIf(IS_WINDOWS)("a pipe, which nobody can read twice", () => {
      const folder = prepare();
      const script = `"$NODE" "$CLI" explain <(cat a.pcap) --annotate b.pcapng`;
      const { status, stderr } = runShell(script, folder);
      expect([status, stderr]).toEqual([2, expect.stringMatching(/reads the capture twice/)]);
    });
  });

  it.skipIf(IS_WINDOWS).each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "leaves nothing behind where %s ends it",
    async (signal) => {
      const folder = makeFolder();
      const hook = join(ROOT, "test/fixtures/stall-while-writing.mjs");
      const args = ["--import", hook, CLI, "explain", CAPTURE, "--annotate", "copy.pcapng"];
      const child = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
      const end = once(child, "exit");
      while (readdirSync(folder).length === 0) await wait(20);
      expect(readdirSync(folder)[0]).toMatch(/^\.rstdiag-new\./);
      child.kill(signal);
      expect(await end).toEqual([null, signal]);
      expect(readdirSync(folder)).toEqual([]);
    },
    60_000,
  );

  it.skipIf(IS_WINDOWS)("leaves nothing behind where the disk is full", () => {
    const folder = makeFolder();
    const capture = join(folder, "a.pcapng");
    copyFileSync(join(ROOT, "samples/registered-codes.pcapng"), capture);
    const script = `ulimit -f 4; trap '' XFSZ; "$NODE" "$CLI" explain a.pcapng --annotate b.pcapng > /dev/null`;
    const { status, stderr } = runShell(script, folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\nrstdiag: b\.pcapng cannot be written \(EFBIG\); check the folder,/);
    expect(readdirSync(folder)).toEqual(["a.pcapng"]);
  });
});

/** What is in a folder: of each name its target or its content. */
function readFolder(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    if (!found.isFile()) return [name, found.isSymbolicLink() ? "a link" : "a folder"];
    return [name, readFileSync(path).toString("hex")];
  });
  return Object.fromEntries(entries);
}
