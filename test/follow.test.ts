import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";

const CLI = join(ROOT, "build/cli.js");
const CAPTURE = readFileSync(join(ROOT, "samples/laboratory/idle-timeout.client.pcap"));
/** Within the second frame. */
const HALF = 150;

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, "explain", "--follow", ...args]);
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [chunk]: unknown[] = stdout ? await once(stdout, "data") : [];
  return String(chunk);
}

const FINDING =
  /^frame 8: idle-timeout \(load balancer idle timeout\) \(high\), 192\.0\.2\.10:\d+ to 198\.51\.100\.20:80: a middlebox/;

describe("explain --follow", () => {
  it("prints a finding of a growing file when it is decided, and ends where it is interrupted", async () => {
    const folder = makePrivateFolder("follow");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "growing.pcap");
    writeFileSync(path, CAPTURE.subarray(0, HALF));
    const child = start(path);
    const line = firstLine(child);
    await once(child, "spawn");
    appendFileSync(path, CAPTURE.subarray(HALF));
    expect(await line).toMatch(FINDING);
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([0, null]);
  }, 60_000);

  it("prints a finding of standard input before that ends", async () => {
    const child = start("-");
    child.stdin?.write(CAPTURE);
    expect(await firstLine(child)).toMatch(FINDING);
    child.stdin?.end();
    expect(await once(child, "close")).toEqual([0, null]);
  }, 60_000);

  it("takes one capture", async () => {
    const child = start("a.pcap", "b.pcap");
    expect(await once(child, "close")).toEqual([2, null]);
  }, 30_000);
});
