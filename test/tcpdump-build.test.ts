import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildTcpdump } from "../proof/tcpdump/build.js";
import { makeFolder, ROOT } from "./support/cli.js";
import { PATCH } from "./support/tcpdump.js";

const RULE = "-".repeat(48);
const SUITE = `Running tests from /tmp/tcpdump/tests
./tcpdump --fp-type => HAVE_FPTYPE1
    print-x                                 : passed
    esp1                                    : skipped (HAVE_LIBCRYPTO not set)
    a name that is longer than forty characters, with blanks: passed with error messages:
tcpdump: pcap_loop: truncated dump file
    time_2106                               : TEST FAILED(exit core=0/diffstat=1,0/r=256)
    core-dump                               : TEST FAILED(exit core=11/diffstat=1,0/r=11) (terminated with signal 11, without coredump)
FILE: /tmp/tcpdump/tests/crypto.tests
${RULE}
   1 tests skipped
   2 tests failed
   2 tests passed

Failed test: time_2106

     forged                                  : TEST FAILED(exit core=0/diffstat=1,0/r=256)
`;

const DEVELOPMENT_SUITE = `INFO: S = skipped, . = passed, F = failed, T = timed out
...F.S...  9 / 9 (100%)

Skipped tests:
    ipx                                     : ENABLE_SMB!=1

Failed tests:
    time_2039                               : diff exited with 1
--- /tmp/tests/time_2039.out\t2026-04-29 05:59:59.000000000 +0000
+++ /tmp/job000-stdout.txt\t2026-11-20 07:30:02.174163239 +0000
@@ -1 +1 @@
-    1  2039-01-01 00:00:00.000000 IP 192.0.2.1.1 > 192.0.2.2.53: UDP, length 56
+    1  [timestamp overflow] IP 192.0.2.1.1 > 192.0.2.2.53: UDP, length 56
    a-crash                                 : exit code 0x0000008b (dump: 1, code: 0)

${RULE}
   1 tests skipped
   2 tests failed
   7 tests passed
`;

describe("suite.pl", () => {
  const read = (input: string) =>
    spawnSync("perl", [join(ROOT, "proof/tcpdump/suite.pl")], { input, encoding: "utf8" });

  it("finds the failures of tcpdump 4.99 ahead of the summary", () => {
    const stdout = "passed 2\nfailed core-dump\nfailed time_2106\n";
    expect(read(SUITE)).toMatchObject({ status: 0, stdout });
  });

  it("reads the suite of the development branch too", () => {
    const stdout = "passed 7\nfailed a-crash\nfailed time_2039\n";
    expect(read(DEVELOPMENT_SUITE)).toMatchObject({ status: 0, stdout });
  });

  it.each([
    ["it did not come to its end", SUITE.slice(0, SUITE.indexOf(RULE))],
    ["its count is another", SUITE.replace("2 tests failed", "3 tests failed")],
    ["nothing passed", SUITE.replace("2 tests passed", "0 tests passed")],
    ["it printed nothing", ""],
  ])("finds no result where %s", (_name, input) => {
    expect(read(input)).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("debian.sh", () => {
  const DEB822 = `# comment

Types: deb deb-src
URIs: http://deb.debian.org/debian
# inner
Suites: bookworm
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

types: deb
Architectures: amd64
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
components: main
Check-Valid-Until: no

Types: deb
URIs: https://flat.example/
Suites: ./
`;

  it("makes entries for sources of the system's own, and keeps their options", () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "sources.list.d"));
    writeFileSync(join(folder, "sources.list.d/debian.sources"), DEB822);
    const lines = [
      "# deb http://a.example/debian forky main",
      "deb cdrom:[Debian 12]/ bookworm main",
      "deb http://flat.example/ ./",
      "deb http://a.example/debian bookworm main contrib",
      "deb [arch=amd64 signed-by=/k.gpg] http://a.example/debian sid main # why",
    ];
    writeFileSync(join(folder, "sources.list"), `${lines.join("\n")}\n`);
    const script = `. ${ROOT}/proof/debian.sh && source_entries . && cat system.list system.sources`;
    const { stdout } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe(`deb-src http://a.example/debian bookworm main
deb-src [arch=amd64 signed-by=/k.gpg] http://a.example/debian sid main
Types: deb-src
Components: main
URIs: http://deb.debian.org/debian
Suites: bookworm
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

Types: deb-src
Components: main
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Check-Valid-Until: no

`);
  });
});

describe("build.sh", () => {
  const buildWith = (env: Readonly<Record<string, string>>) => {
    const script = join(ROOT, "proof/tcpdump/build.sh");
    return spawnSync(script, [PATCH], { env: { ...process.env, ...env }, encoding: "utf8" });
  };

  it("refuses a folder that tcpdump's test suite cannot work in", () => {
    expect(buildWith({ XDG_CACHE_HOME: "/tmp/with blank" })).toMatchObject({
      status: 3,
      stdout: "tcpdump cannot be tested in the folder /tmp/with blank/rstdiag/tcpdump\n",
    });
  });

  it("says what is missing before it fetches anything", () => {
    // What the script itself needs, and no compiler.
    const tools = makeFolder();
    for (const name of [
      "bash",
      "dirname",
      "realpath",
      "mkdir",
      "sha256sum",
      "cut",
      "flock",
      "cat",
    ]) {
      const path = spawnSync("sh", ["-c", `command -v ${name}`], {
        encoding: "utf8",
      }).stdout.trim();
      writeFileSync(join(tools, name), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 });
    }
    const { status, stdout, stderr } = buildWith({ XDG_CACHE_HOME: makeFolder(), PATH: tools });
    expect(stdout).toMatch(
      /^to build tcpdump, install tar xz-utils gcc make patch git .*libpcap-dev\n$/,
    );
    expect(status).toBe(3);
    expect(stderr).not.toContain("fetching");
  });

  it("says what a folder is that holds no source of tcpdump", async () => {
    const source = makeFolder();
    expect(await buildTcpdump({ patchPath: PATCH, source })).toMatchObject({
      kind: "unavailable",
      reason: `${source} is not a source folder of tcpdump`,
    });
  });
});
