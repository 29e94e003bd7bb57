import {
  chmodSync,
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
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeFolder, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";

const busy = (options = {}) =>
  new Conversation(options).handshake().exchange("client").exchange("server");

/** Six resets, so many seconds later than in another capture. */
const captureAt = (later: number) =>
  captureOf(
    busy({ clientPort: 40_000, start: later })
      .wait(20)
      .data("client")
      .refuse("server", { sequence: 101 }),
    new Conversation({ clientPort: 40_001, serverPort: 81, start: later + 1 }).syn().refuseSyn(),
    busy({ clientPort: 40_002, start: later + 2 })
      .fin("server")
      .abort("client"),
    busy({ clientPort: 40_003, start: later + 3 }),
    busy({ clientPort: 40_004, start: later + 4 }).abort("server", {
      payload: Uint8Array.of(0x33, 0xaa, 0, 14, 0, 0, 0, 0),
    }),
    busy({ clientPort: 40_006, start: later + 4.5 }).abort("server", {
      payload: Uint8Array.of(0x33, 0xaa, 0, 14, 0, 0, 0, 0),
    }),
    busy({ clientPort: 40_005, start: later + 5 }).abort("server", {
      payload: Uint8Array.of(0x33, 0xaa, 0),
    }),
  );

const CAPTURE = captureAt(0);

function makeCaptures(...captures: readonly Uint8Array[]): {
  readonly folder: string;
  readonly names: readonly string[];
} {
  const folder = makeFolder();
  captures.forEach((octets, at) => {
    writeFileSync(join(folder, `${at}.pcap`), octets);
  });
  return { folder, names: captures.map((_, at) => `${at}.pcap`) };
}

/** What a reader without a browser would see, lines apart. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf("<body>"), page.indexOf("<script>"));
  return body.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
}

describe("rstdiag report", () => {
  it("writes one page that answers the questions, and leaves nothing beside it", () => {
    const { folder, names } = makeCaptures(CAPTURE);
    mkdirSync(join(folder, "out"));
    const { status, stderr } = runCli(["report", ...names, "--html", "out/page.html"], {
      cwd: folder,
    });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "out/page.html: 6 reset connections of 1 capture\n",
    });
    expect(readdirSync(join(folder, "out"))).toEqual(["page.html"]);
    const text = textOf(readFileSync(join(folder, "out/page.html"), "utf8"));
    expect(text).toContain(
      "6 connections were reset: 1 by the client, 5 by the server. Causes stated by the RST: 2, inferred: ",
    );
    expect(text).toContain("Ignored: the diagnostic payload of the RST in frame 49 is malformed");
    expect(text).toContain("Connection timeout (14) diagnostic 2");
    expect(text).toContain("with a diagnostic payload, valid 2");
    expect(text).toContain("with a diagnostic payload, invalid: receivers ignore it 1");
    expect(text).toContain("198.51.100.7 2 0 1 0");
    expect(text).toContain("client 192.0.2.1 server 198.51.100.7:443");
    expect(text).toContain("14 Connection timeout 2 0");
    expect(text).toContain("closing: half-closed");
  });

  it("adds up several captures, and standard input", () => {
    const { folder, names } = makeCaptures(CAPTURE, captureAt(100));
    const { status, stderr } = runCli(["report", ...names, "-", "--html", "page.html"], {
      cwd: folder,
      input: captureAt(200),
    });
    expect(status).toBe(0);
    expect(stderr).toBe("page.html: 18 reset connections of 3 captures\n");
    expect(textOf(readFileSync(join(folder, "page.html"), "utf8"))).toContain("valid 6");
  });

  it("is a pure function of the captures", () => {
    const { folder, names } = makeCaptures(CAPTURE);
    for (const name of ["a.html", "b.html"]) {
      runCli(["report", ...names, "--html", name], { cwd: folder });
    }
    const [a, b] = ["a.html", "b.html"].map((name) => readFileSync(join(folder, name), "utf8"));
    expect(a).toBe(b);
  });

  it("tells of a capture that ends too early, reports what was before, and fails", () => {
    const { folder, names } = makeCaptures(CAPTURE.subarray(0, CAPTURE.length - 3));
    const { status, stderr } = runCli(["report", ...names, "--html", "page.html"], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^0\.pcap: .*\npage\.html: 5 reset connections of 1 capture\n$/);
    expect(textOf(readFileSync(join(folder, "page.html"), "utf8"))).toContain(
      "1 capture could not be read to the end.",
    );
  });

  it("leaves what is there where nothing can be read", () => {
    const { folder } = makeCaptures();
    writeFileSync(join(folder, "page.html"), "old");
    const { status, stderr } = runCli(["report", "no.pcap", "--html", "page.html", "--force"], {
      cwd: folder,
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      "no.pcap: cannot be read (ENOENT); check the name and the permissions\n",
    );
    expect(readFileSync(join(folder, "page.html"), "utf8")).toBe("old");
  });

  it("counts a capture once, whatever its names are, and says what it leaves out", () => {
    const { folder } = makeCaptures(CAPTURE, gzipSync(CAPTURE));
    symlinkSync("0.pcap", join(folder, "link.pcap"));
    linkSync(join(folder, "0.pcap"), join(folder, "hard.pcap"));
    const lines = runCli(["explain", "--summary", "0.pcap"], { cwd: folder }).stdout;
    writeFileSync(join(folder, "all.jsonl"), lines);
    const findings = lines.split("\n").slice(0, -2).join("\n");
    writeFileSync(join(folder, "findings.jsonl"), findings);
    writeFileSync(
      join(folder, "decoded.jsonl"),
      runCli(["decode", "--json", "0.pcap", "1.pcap"], { cwd: folder }).stdout,
    );
    const names = ["0.pcap", "./0.pcap", "link.pcap", "hard.pcap", "1.pcap", "0.pcap"];
    const given = [...names, "all.jsonl", "findings.jsonl", "decoded.jsonl"];
    const texts = [given, given.toReversed()].map((files) => {
      const args = ["report", ...files, "--html", "page.html"];
      const { status, stderr } = runCli(args, { cwd: folder });
      expect([status, stderr]).toEqual([
        0,
        expect.stringMatching(
          /^(?:\S+: is the same capture as \S+, so it is left out: it counts once\n){8,9}page\.html: 6 reset connections of 1 capture\n$/,
        ),
      ]);
      return textOf(readFileSync(join(folder, "page.html"), "utf8"));
    });
    for (const text of texts) {
      expect(text).toContain("In 1 capture with 51 frames, between ");
      expect(text).toContain("with a diagnostic payload, valid 2");
    }
  });

  it("says when the first and the last reset were", () => {
    const { folder, names } = makeCaptures(captureAt(0), captureAt(17_000_000));
    runCli(["report", ...names, "--html", "page.html"], { cwd: folder });
    const { stdout } = runCli(["explain", "--json", ...names], { cwd: folder });
    const times = [...stdout.matchAll(/"time":"([^."]*)/g)].map(([, time = ""]) => time);
    const [first, last] = [times.sort()[0], times.at(-1)].map((one) => one?.replace("T", " "));
    const page = textOf(readFileSync(join(folder, "page.html"), "utf8"));
    expect(page).toMatch(new RegExp(`between ${first}[.\\d]* and ${last}[.\\d]* UTC`));
  });

  it.each(["old", undefined])("follows and replaces no link (target: %s)", (target) => {
    const { folder, names } = makeCaptures(CAPTURE);
    if (target !== undefined) writeFileSync(join(folder, "target.html"), target);
    symlinkSync("target.html", join(folder, "link.html"));
    const args = ["report", ...names, "--force", "--html", "link.html"];
    const { status, stderr } = runCli(args, { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toBe("link.html: is a link, which is not followed; name another file\n");
    expect(lstatSync(join(folder, "link.html")).isSymbolicLink()).toBe(true);
    const left = target === undefined ? [] : ["target.html"];
    expect(readdirSync(folder)).toEqual(["0.pcap", "link.html", ...left]);
    for (const name of left) expect(readFileSync(join(folder, name), "utf8")).toBe(target);
  });

  it("replaces a page that it wrote, and its mode stays; another file only with --force", () => {
    const { folder, names } = makeCaptures(CAPTURE);
    const page = join(folder, "page.html");
    const write = (...options: readonly string[]) =>
      runCli(["report", ...names, "--html", "page.html", ...options], { cwd: folder });
    expect(write().status).toBe(0);
    const whole = readFileSync(page, "utf8");
    chmodSync(page, 0o600);
    expect(write().status).toBe(0);
    expect([statSync(page).mode & 0o777, readFileSync(page, "utf8")]).toEqual([0o600, whole]);
    writeFileSync(page, "my notes");
    expect(write()).toMatchObject({
      status: 1,
      stderr: "page.html already exists; replace it with --force\n",
    });
    expect(readFileSync(page, "utf8")).toBe("my notes");
    expect(write("--force").status).toBe(0);
    expect(readFileSync(page, "utf8")).toBe(whole);
  });

  it("writes the page to standard output where - is given", () => {
    const { folder, names } = makeCaptures(CAPTURE);
    const { status, stdout, stderr } = runCli(["report", ...names, "--html", "-"], { cwd: folder });
    expect([status, readdirSync(folder)]).toEqual([0, names]);
    expect(stderr).toBe("standard output: 6 reset connections of 1 capture\n");
    runCli(["report", ...names, "--html", "page.html"], { cwd: folder });
    expect(stdout).toBe(readFileSync(join(folder, "page.html"), "utf8"));
  });

  it.each([
    ["a folder", "folder", /is a folder; name a file/],
    ["one of the captures", "0.pcap", /is one of the captures; name another file/],
    ["a device", "/dev/null", /is not a regular file/],
    ["a file in a folder that is not there", "no/page.html", /there is no such folder; make it/],
    ["nothing", "", /Give the name of a file/],
  ])("refuses %s in place of the page, with exit 2", (_what, html, message) => {
    const { folder, names } = makeCaptures(CAPTURE);
    mkdirSync(join(folder, "folder"));
    const { status, stderr } = runCli(["report", ...names, "--html", html], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(readFileSync(join(folder, "0.pcap"))).toEqual(Buffer.from(CAPTURE));
  });
});
