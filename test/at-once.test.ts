import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLI, makeFolder, ROOT, readTree, runCli } from "./support/cli.js";

const CAPTURE = join(ROOT, "samples/specification-examples.pcapng");

/** The exit code of a program that runs beside us. */
async function endOf(...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "ignore" });
  await once(child, "exit");
  return child.exitCode;
}

/** Each file of the built program, and whether it is still the same one. */
function filesOf(folder: string): ReadonlyMap<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(names.map((name) => [name, statSync(join(folder, name)).ino]));
}

describe("in one clone, at once", () => {
  it("two builds disturb neither each other nor a command", async () => {
    const build = join(ROOT, "build");
    const before = filesOf(build);
    const builds = [1, 2].map(() => endOf(join(ROOT, "scripts/build.mjs"), "--anew"));
    const isDone = Promise.all(builds).then(() => true);
    const codes: (number | null)[] = [];
    do codes.push(await endOf(CLI, "decode", CAPTURE));
    while (!(await Promise.race([isDone, false])));
    expect(await Promise.all(builds)).toEqual([0, 0]);
    expect(new Set(codes)).toEqual(new Set([0]));
    expect(filesOf(build)).toEqual(before);
  });

  it("two runs of each command that writes end well, with the same files", async () => {
    const folder = makeFolder();
    const run = (...args: readonly string[]) => [1, 2].map(() => endOf(CLI, ...args));
    const pages = ["a.html", "b.html"].map((name) => join(folder, name));
    const pack = join(folder, "pack");
    const codes = await Promise.all([
      ...run("generate", "--out", pack),
      // Into one file, the second would replace what was not there when it began.
      ...pages.map((page) => endOf(CLI, "report", CAPTURE, "--html", page)),
      ...run("check"),
    ]);
    expect(codes).toEqual(codes.map(() => 0));
    expect(runCli(["check", "--out", pack]).status).toBe(0);
    expect(Object.keys(readTree(folder)).filter((name) => !name.startsWith("/pack/"))).toEqual([
      "/a.html",
      "/b.html",
    ]);
  });
});
