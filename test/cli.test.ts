import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digest } from "../generator/install/installation.js";
import {
  COPIED_PACK,
  copyProject,
  edit,
  makeFolder,
  ROOT,
  readTree,
  runCli,
  runShell,
} from "./support/cli.js";
import { leaveUnfinished } from "./support/leftovers.js";
import { ownModel } from "./support/models.js";
import { IS_ROOT, skippedIf } from "./support/tools.js";

const EXAMPLES = join(ROOT, "samples/specification-examples.pcapng");

describe("usage", () => {
  it.each([
    [["--help"], "Usage: rstdiag [options] [command]"],
    [["generate", "--help"], "--out <dir>"],
    [["check", "--help"], "exit 3"],
    [["verify", "--help"], "check that tshark, the patched tcpdump"],
    [["decode", "--help"], "--json"],
  ])("%j prints help and ends with 0", (args, expected) => {
    const { status, stdout } = runCli(args);
    expect(stdout).toContain(expected);
    expect(status).toBe(0);
  });

  it.each([
    [["explain", "--foo"], "explain"],
    [["report", EXAMPLES], "report"],
    [["registry", "import"], "registry import"],
    [["registry", "show", "--foo"], "registry show"],
  ])("%j names the help of its own command", (args, name) => {
    const { status, stderr } = runCli(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`\\(rstdiag ${name} --help says more\\)\n$`));
  });

  it("refuses --stream together with --frame, of which it would hear one", () => {
    const { status, stderr } = runCli(["explain", EXAMPLES, "--stream", "0", "--frame", "1"]);
    expect(status).toBe(2);
    expect(stderr).toContain("'--stream <number>' cannot be used with option '--frame <number>'");
  });

  it("explains a file that is named in place of a command", () => {
    const folder = makeFolder();
    cpSync(EXAMPLES, join(folder, "capture"));
    const { status, stdout, stderr } = runCli(["explain", "--json", "capture"], { cwd: folder });
    expect([status, stdout.split("\n").length]).toEqual([0, 4]);
    const input = readFileSync(EXAMPLES);
    for (const words of [["capture"], ["--debug", "capture"]]) {
      const short = runCli([...words, "--json"], { cwd: folder, input });
      expect({ ...short }).toMatchObject({ status, stderr });
      expect(short.stdout.replaceAll(/"file":"[^"]*"/g, "")).toBe(
        stdout.replaceAll(/"file":"[^"]*"/g, ""),
      );
    }
    const missing = runCli(["no-such.pcap"]);
    expect([missing.status, missing.stderr]).toEqual([
      1,
      "no-such.pcap: cannot be read (ENOENT); check the name and the permissions\n",
    ]);
    const mistyped = runCli(["explian"]);
    expect([mistyped.status, mistyped.stderr]).toEqual([
      2,
      expect.stringContaining("(Did you mean explain?)"),
    ]);
  });

  it("reads the other files where one cannot even be looked at", () => {
    const folder = makeFolder();
    cpSync(EXAMPLES, join(folder, "capture"));
    symlinkSync("loop", join(folder, "loop"));
    const { status, stdout, stderr } = runCli(["explain", "--json", "loop", "capture"], {
      cwd: folder,
    });
    expect(stderr).toContain("loop: cannot be read (ELOOP); check the name and the permissions\n");
    expect([status, stdout.split("\n").length]).toEqual([1, 4]);
  });

  it("--version prints the release, the revision and the digest of the pack", () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    );
    const digits = digest(readFileSync(join(ROOT, "dist/SHA256SUMS"))).slice(0, 12);
    const pack = `${ownModel().revision}, pack sha256:${digits}`;
    expect(runCli(["--version"]).stdout).toBe(`rstdiag ${version} (${pack})\n`);
  });

  it.each([
    [["no-such-command"]],
    [["generate", "--no-such-option"]],
    [["generate", "--out"]],
    [["check", "--out", ""]],
    [["decode"]],
    [[]],
  ])("%j is bad usage: exit 2 and a sentence on standard error", (args) => {
    const { status, stdout, stderr } = runCli(args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toBe("");
  });
});

describe("bad input", () => {
  it("gives all mistakes of all files, a line each, exit 1, and writes nothing", () => {
    const folder = copyProject();
    const registry = join(folder, "registry");
    edit(join(registry, "tcp-failure-causes.draft-02.xml"), "<value>5</value>", "<value>4</value>");
    edit(join(registry, "rst-diagnostic-payload.yaml"), "bits: 32", "bits: 24");
    edit(join(registry, "vendors/32473.xml"), "<value>1234</value>", "<value>0</value>");
    const before = readTree(folder);
    for (const command of ["generate", "check", "verify"]) {
      const { status, stdout, stderr } = runCli([command, ...COPIED_PACK], { cwd: folder });
      expect(status).toBe(1);
      expect(stdout).toBe("");
      const places = stderr.trimEnd().split("\n");
      expect(places.every((line) => /^registry\/[^:]+:\d+:\d+: .+; .+$/.test(line))).toBe(true);
      expect(stderr).toContain("registry/tcp-failure-causes.draft-02.xml:");
      expect(stderr).toContain("registry/rst-diagnostic-payload.yaml:");
      expect(stderr).toContain("registry/vendors/32473.xml:");
    }
    expect(readTree(folder)).toEqual(before);
  });

  it("leaves nothing half written where the output cannot be written", () => {
    const folder = copyProject();
    const target = join(folder, "dist/wireshark");
    rmSync(target, { recursive: true });
    writeFileSync(target, "a file where a folder should be");
    edit(join(folder, "registry/vendors/32473.xml"), "Figure 4", "figure 4");
    const before = readTree(folder);
    const { status, stderr } = runCli(["generate", ...COPIED_PACK], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toContain("nothing was written");
    expect(readTree(folder)).toEqual(before);
  });

  it("verify without a pack says what to run", () => {
    const folder = copyProject();
    rmSync(join(folder, "dist"), { recursive: true });
    const { status, stderr } = runCli(["verify", ...COPIED_PACK], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toContain("rstdiag generate");
  });
});

describe("an output that nobody reads to its end", () => {
  it("hides no stale pack", () => {
    const folder = copyProject();
    rmSync(join(folder, "dist"), { recursive: true });
    const { status } = runShell(
      `"$NODE" "$CLI" check ${COPIED_PACK.join(" ")} | head -n 1; test \${PIPESTATUS[0]} = 3`,
      folder,
    );
    expect(status).toBe(0);
  });

  it("ends decode early, and well", () => {
    const sample = join(ROOT, "samples/registered-codes.pcapng");
    const files = Array.from({ length: 200 }, () => sample).join(" ");
    const script = `"$NODE" "$CLI" decode --json ${files} 2>/dev/null | head -n 1; test \${PIPESTATUS[0]} = 0`;
    expect(runShell(script, ROOT).status).toBe(0);
  });

  it("is one line and exit 1 where the disk is full", () => {
    const { status, stderr } = runShell('"$NODE" "$CLI" --help > /dev/full', ROOT);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^rstdiag: cannot print: .+\n$/);
  });
});

describe("generate", () => {
  it("follows no link that somebody put in its way", () => {
    const folder = copyProject();
    const victim = join(folder, "victim");
    writeFileSync(victim, "mine");
    rmSync(join(folder, "dist/wireshark/rstdiag.lua"));
    const link = join(folder, "dist/wireshark/rstdiag.lua");
    for (const target of [victim, join(folder, "nowhere")]) {
      symlinkSync(target, link);
      const before = readdirSync(folder);
      const { status, stderr } = runCli(["generate", ...COPIED_PACK], { cwd: folder });
      expect([status, stderr]).toEqual([
        1,
        "rstdiag: dist/wireshark/rstdiag.lua is a link, which is not followed; remove it, or name another place\nnothing was written\n",
      ]);
      expect([readdirSync(folder), readFileSync(victim, "utf8")]).toEqual([before, "mine"]);
      const check = runCli(["check", ...COPIED_PACK], { cwd: folder });
      expect(check.status).toBe(3);
      expect(check.stdout).toContain("a link, which is not followed: dist/wireshark/rstdiag.lua\n");
      rmSync(link);
    }
  });

  it("writes through no linked folder, but into a folder that it is given by a link", () => {
    const [out, away] = [makeFolder(), makeFolder()];
    symlinkSync(away, join(out, "wireshark"));
    const { status, stderr } = runCli(["generate", "--out", out]);
    expect([status, stderr]).toEqual([1, expect.stringContaining("wireshark is a link, which is")]);
    expect([readdirSync(out), readdirSync(away)]).toEqual([["wireshark"], []]);
    const named = join(makeFolder(), "named");
    symlinkSync(away, named);
    expect(runCli(["generate", "--out", named]).status).toBe(0);
    expect(readdirSync(away)).toContain("wireshark");
    expect(runCli(["check", "--out", named]).status).toBe(0);
  });

  const SUM = "0".repeat(64);
  it.each([
    ["no list", {}, "filters/filters.txt"],
    ["the list of another project", { SHA256SUMS: `${SUM}  filters/filters.txt\n` }, "SHA256SUMS"],
    ["what is no list", { SHA256SUMS: "my sums\n" }, "SHA256SUMS"],
  ])("replaces no file of others, in a folder with %s, but with --force", (_what, files, first) => {
    const folder = makeFolder();
    const out = join(folder, "pack");
    mkdirSync(join(out, "filters"), { recursive: true });
    writeFileSync(join(out, "filters/filters.txt"), "mine\n");
    writeFileSync(join(out, "notes.txt"), "mine, too\n");
    for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
    const before = readTree(out);
    const { status, stdout, stderr } = runCli(["generate", "--out", "pack"], { cwd: folder });
    const what = first === "SHA256SUMS" ? "and 1 other already exist" : "already exists";
    const them = first === "SHA256SUMS" ? "them" : "it";
    expect([status, stdout, stderr]).toEqual([
      1,
      "",
      `rstdiag: pack/${first} ${what}, and no pack of rstdiag's lists ${them}; name another folder, or replace ${them} with --force\nnothing was written\n`,
    ]);
    expect(readTree(out)).toEqual(before);
    expect(runCli(["generate", "--out", out, "--force"]).status).toBe(0);
    expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine, too\n");
    // Now the folder is a pack: what is edited by hand in it is made anew, as check says.
    writeFileSync(join(out, "filters/filters.txt"), "edited\n");
    expect(runCli(["generate", "--out", out]).stdout).toMatch(/^written .*filters\.txt\n\d+ other/);
    const sums = join(out, "SHA256SUMS");
    writeFileSync(sums, readFileSync(sums, "utf8").replace(/.* filters\/filters\.txt\n/, ""));
    writeFileSync(join(out, "filters/filters.txt"), "mine\n");
    expect(runCli(["generate", "--out", out])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("filters.txt already exists, and no pack"),
    });
  });

  it("takes files that are what it would write for its own", () => {
    const out = join(makeFolder(), "pack");
    runCli(["generate", "--out", out]);
    rmSync(join(out, "SHA256SUMS"));
    expect(runCli(["generate", "--out", out])).toMatchObject({ status: 0, stderr: "" });
  });

  it("removes what a run that was killed left, which check reports", () => {
    const out = join(makeFolder(), "pack");
    runCli(["generate", "--out", out]);
    const left = leaveUnfinished(join(out, "wireshark"));
    const check = runCli(["check", "--out", out]);
    expect(check.status).toBe(3);
    expect(check.stdout).toMatch(/^left by a run that was stopped: .*wireshark\/\.rstdiag-new\./);
    expect(existsSync(left)).toBe(true);
    expect(runCli(["generate", "--out", out]).status).toBe(0);
    expect(existsSync(left)).toBe(false);
    expect(runCli(["check", "--out", out]).status).toBe(0);
  });

  it.skipIf(!IS_ROOT)(
    `passes by a closed folder of others${skippedIf(!IS_ROOT, "needs root")}`,
    () => {
      const above = makeFolder();
      const out = join(above, "pack");
      mkdirSync(join(out, "theirs"), { recursive: true, mode: 0o700 });
      // Root without the capabilities by which it may look everywhere; the clone may be in its home.
      const script = `chown 65534 ${out}/theirs
setpriv --bounding-set=-dac_override,-dac_read_search "$NODE" "$CLI" generate --out ${out}
setpriv --bounding-set=-dac_override,-dac_read_search "$NODE" "$CLI" check --out ${out}`;
      const { status, stderr } = runShell(script, ROOT);
      expect([status, stderr]).toEqual([0, ""]);
    },
  );

  it("can run several times at once", () => {
    const out = join(makeFolder(), "pack");
    const one = `"$NODE" "$CLI" generate --out ${out} > /dev/null`;
    const started = ["a", "b", "c"].map((pid) => `${one} & ${pid}=$!`).join("\n");
    const { status, stderr } = runShell(`${started}\nwait $a && wait $b && wait $c`, ROOT);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(runCli(["check", "--out", out]).status).toBe(0);
  });

  it("says what the system refused, and not that the program has a fault", () => {
    const { status, stderr } = runCli(["generate", "--out", "/dev/null"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^rstdiag: .*\/dev\/null/);
    expect(stderr).not.toContain("internal error");
  });
});

describe("decode", () => {
  it("prints a table, and counts on standard error", () => {
    const { status, stdout, stderr } = runCli(["decode", EXAMPLES]);
    expect(status).toBe(0);
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^Frame +Time +Flow +Reason +Reference$/);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toContain("Connection timeout (14)");
    expect(stderr).toContain("3 frames, 3 RSTs: 3 with a reason, 0 without");
  });

  it("prints the record of the design, one a line, with --json", () => {
    const { stdout } = runCli(["decode", "--json", EXAMPLES]);
    const [, record] = stdout.trimEnd().split("\n");
    expect(JSON.parse(record ?? "")).toEqual({
      file: EXAMPLES,
      frame: 2,
      time: "2026-05-05T12:00:00.001000Z",
      source: { address: "192.0.2.1", port: 443 },
      destination: { address: "198.51.100.7", port: 52295 },
      format: "diagnostic",
      standing: "specified",
      status: "valid",
      reasonCode: 14,
      pen: 0,
      registry: "tcp-failure-causes",
      revision: "draft-02",
      reason: "Connection timeout",
      reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
      otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
      problems: [],
    });
  });

  it("reads standard input for -", () => {
    const { status, stdout } = runCli(["decode", "-"], { input: readFileSync(EXAMPLES) });
    expect(status).toBe(0);
    expect(stdout).toContain("Connection timeout (14)");
  });

  it("labels what is a guess, and counts it apart", () => {
    const { status, stdout, stderr } = runCli(["decode", join(ROOT, "samples/look-alikes.pcapng")]);
    expect(status).toBe(0);
    const [, ...rows] = stdout.trimEnd().split("\n");
    expect(rows).toHaveLength(7);
    for (const row of rows)
      expect(row.trimEnd()).toMatch(
        /text, a guess: ".*"( \(big-ip\))?$|unknown payload, \d octets?$/,
      );
    expect(stderr).toMatch(/ 0 with a reason, 7 with another payload, \d+ without/);
  });

  it("keeps what was read before the damage, names the offset, and goes on with the next file", () => {
    const folder = makeFolder();
    const damaged = join(folder, "damaged.pcapng");
    const whole = readFileSync(EXAMPLES);
    writeFileSync(damaged, whole.subarray(0, whole.length - 20));
    const { status, stdout, stderr } = runCli(["decode", "--json", damaged, EXAMPLES]);
    expect(status).toBe(1);
    expect(stdout.trimEnd().split("\n")).toHaveLength(5);
    expect(stderr).toMatch(/damaged\.pcapng: offset \d+: /);
  });

  it.each([
    ["a missing file", "no-such.pcap", "ENOENT"],
    ["a folder", ".", "is a folder; name the files in it"],
    ["a file that is no capture", "package.json", "offset 0"],
  ])("says what is wrong with %s", (_what, file, message) => {
    const { status, stderr } = runCli(["decode", file]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("internal error");
  });
});

describe("output that is no terminal", () => {
  it("has no colours and no progress bar", () => {
    const { stdout, stderr } = runCli(["decode", join(ROOT, "samples/malformed.pcapng")]);
    expect(stdout + stderr).not.toContain("\u001b");
  });
});
