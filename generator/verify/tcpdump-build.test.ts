import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRecord, writeRecord } from "./build-record.js";
import { makeWhole, removeUnused } from "./cache-folder.js";
import { findNewWarnings, parseWarnings } from "./compiler-warnings.js";
import { buildTcpdump } from "./tcpdump-build.js";
import { buildEnvironment, CLANG_SANITIZED, GCC, GCC_SANITIZED } from "./tcpdump-make.js";
import { compareSuites, parseSuite, readDetails } from "./tcpdump-suite.js";

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

it("stops at each report of a sanitizer, with what the user has set left out", () => {
  for (const toolchain of [GCC_SANITIZED, CLANG_SANITIZED]) {
    const environment = buildEnvironment(toolchain);
    expect(environment["CFLAGS"]).toContain(
      "-fno-sanitize-recover=undefined -fsanitize=address,undefined",
    );
    expect(environment["CC"]).toBe(toolchain.compiler);
    expect(environment["MAKEFLAGS"]).toBeUndefined();
  }
  expect(buildEnvironment(GCC)["CFLAGS"]).toBe("-g -O2");
});

describe("parseSuite", () => {
  it("reads the suite of the development branch too", () => {
    expect(parseSuite(DEVELOPMENT_SUITE)).toEqual({
      passed: 7,
      failures: ["a-crash", "time_2039"],
    });
  });

  it("finds the failures ahead of the summary", () => {
    expect(parseSuite(SUITE)).toEqual({ passed: 2, failures: ["core-dump", "time_2106"] });
    expect(readDetails(SUITE)).toContain("Failed test: time_2106");
  });

  it.each([
    ["it did not come to its end", SUITE.slice(0, SUITE.indexOf(RULE))],
    ["its count is another", SUITE.replace("2 tests failed", "3 tests failed")],
    ["it printed nothing", ""],
  ])("finds no result where %s", (_name, stdout) => {
    expect(parseSuite(stdout)).toBeUndefined();
  });
});

describe("compareSuites", () => {
  const stock = { passed: 5, failures: ["old"] };

  it("is content with the same failures, and with the tests that came", () => {
    expect(compareSuites(stock, { passed: 5, failures: ["old"] }, 0)).toEqual([]);
    expect(compareSuites(stock, { passed: 7, failures: ["old"] }, 2)).toEqual([]);
  });

  it.each([
    ["a new failure", { passed: 5, failures: ["new", "old"] }, "new: fails"],
    ["a failure that is gone", { passed: 5, failures: [] }, "old: fails without"],
    ["fewer tests", { passed: 4, failures: ["old"] }, "4 tests pass"],
    ["more tests than it brings", { passed: 6, failures: ["old"] }, "it brings 0"],
  ])("finds %s", (_name, patched, difference) => {
    expect(compareSuites(stock, patched, 0).join()).toContain(difference);
  });
});

it("tells new warnings from those that only moved", () => {
  const before = parseWarnings("./a.c:1:2: warning: old [-Wx]\n./a.c:1:2: note: here\n");
  const after = parseWarnings(
    "./a.c:9:2: warning: old [-Wx]\n./a.c:9:9: warning: old [-Wx]\n./a.c:3:1: warning: new [-Wy]\n",
  );
  expect(findNewWarnings(before, before)).toEqual([]);
  expect(findNewWarnings(before, after)).toEqual(["old [-Wx]", "new [-Wy]"]);
});

describe("the cache", () => {
  let home = "";
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "rstdiag-cache-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const fill = (whole: boolean, text: string) => async (workshop: string) => {
    await writeFile(join(workshop, "file"), text);
    return { whole, result: text };
  };

  it("never shows a folder that is not whole, and leaves nothing of it", async () => {
    expect(await makeWhole(join(home, "a"), fill(false, "half"))).toBe("half");
    expect(await readdir(home)).toEqual([]);
  });

  it("keeps the first of two that are made at once", async () => {
    await makeWhole(join(home, "a"), fill(true, "first"));
    await makeWhole(join(home, "a"), fill(true, "second"));
    expect(await readFile(join(home, "a", "file"), "utf8")).toBe("first");
    expect(await readdir(home)).toEqual(["a"]);
  });

  it("removes what was not used for an hour", async () => {
    for (const name of ["patched-1", "patched-2", "patched-3", "stock"]) {
      await makeWhole(join(home, name), fill(true, name));
    }
    const long = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const name of ["patched-1", "patched-2", "stock"])
      await utimes(join(home, name), long, long);
    await removeUnused(join(home, "patched-1"), "patched-");
    expect((await readdir(home)).sort()).toEqual(["patched-1", "patched-3", "stock"]);
  });

  it("keeps a record as it was written, and has none where there is none", async () => {
    const record = { suite: { passed: 5, failures: ["old"] }, warnings: ["w"] };
    expect(await readRecord(home)).toBeUndefined();
    await writeRecord(home, record);
    expect(await readRecord(home)).toEqual(record);
  });
});

it("refuses a folder that tcpdump's test suite cannot work in", async () => {
  const result = await buildTcpdump({ folder: "/tmp/with blank", patchPath: "x.patch" });
  expect(result.kind).toBe("unavailable");
});
