import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT, runCli } from "./support/cli.js";

const LABORATORY = join(ROOT, "samples/laboratory");
const CAPTURES = [
  join(ROOT, "samples/specification-examples.pcapng"),
  ...["closed-port", "half-open-data", "linger-zero"].flatMap((name) => found(name)),
];

function found(name: string): readonly string[] {
  const { stdout } = spawnSync("find", [LABORATORY, "-name", `${name}*.pcap`], {
    encoding: "utf8",
  });
  return stdout.split("\n").filter(Boolean).sort();
}

/** Good captures, one that is cut off, one that is none, and one that is not there. */
function inputs(): readonly string[] {
  const folder = makeFolder();
  const cut = join(folder, "cut.pcapng");
  const [first = ""] = CAPTURES;
  writeFileSync(cut, readFileSync(first));
  truncateSync(cut, 1001);
  const text = join(folder, "text.pcap");
  writeFileSync(text, "no capture");
  return [cut, ...CAPTURES, text, "/nowhere.pcap", first];
}

describe("--jobs", () => {
  it.each([
    ["explain"],
    ["explain", "--json"],
    ["explain", "--stream", "0"],
    ["explain", "--json", "--frame", "3"],
    ["decode"],
    ["decode", "--json"],
  ])("changes nothing that %s %s %s prints", (...command) => {
    const files = inputs();
    const alone = runCli([...command, "--jobs", "1", ...files]);
    expect(alone.status).toBe(1);
    expect(alone.stdout).not.toBe("");
    expect(runCli([...command, "--jobs", "2", ...files])).toMatchObject(result(alone));
    expect(runCli([...command, "--jobs", "99", ...files])).toMatchObject(result(alone));
    expect(runCli([...command, "--jobs", "2", ...CAPTURES]).status).toBe(0);
  });

  it("changes nothing in a report", () => {
    const path = join(makeFolder(), "report.html");
    // It refuses a capture that is given twice.
    const files = inputs().slice(0, -1);
    const [alone, both] = ["1", "2"].map((jobs) => {
      const run = runCli(["report", "--html", path, "--jobs", jobs, ...files]);
      return { ...result(run), page: readFileSync(path, "utf8").replaceAll(TEMPORARY, "") };
    });
    expect(both?.page).toBe(alone?.page);
    expect(both?.status).toBe(1);
    expect(both?.page).toContain("closed-port");
  });

  it("takes a number from 1", () => {
    const { status, stderr } = runCli(["explain", "--jobs", "0", ...CAPTURES]);
    expect(status).toBe(2);
    expect(stderr).toContain("Give a number from 1.");
  });

  it.skipIf(process.platform === "win32")("ends at once when it is interrupted", async () => {
    const pipe = join(makeFolder(), "pipe");
    spawnSync("mkfifo", [pipe]);
    const args = [join(ROOT, "build/cli.js"), "explain", "--jobs", "2", pipe, pipe];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    const end = once(child, "exit");
    await wait(1500);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    expect(await end).toEqual([null, "SIGINT"]);
  });
});

const TEMPORARY = /rstdiag-e2e-\w+/g;

function result({ status, stdout, stderr }: ReturnType<typeof runCli>) {
  return { status, stdout, stderr };
}
