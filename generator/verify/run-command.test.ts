import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "./private-folder.js";
import { describeEnd, runCommand, succeeded } from "./run-command.js";

const node = (script: string) => ({ program: process.execPath, args: ["-e", script] });

it("collects both outputs and the exit code", async () => {
  const script = 'process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 3';
  const result = await runCommand(node(script));
  expect(result).toMatchObject({ kind: "exited", code: 3, stdout: "out", stderr: "err" });
  expect(succeeded(result)).toBe(false);
});

it("hands on the input, the folder and the environment", async () => {
  const script = `
    const { LC_ALL, TZ, ADDED, PATH } = process.env;
    process.stdin.on("data", (octets) => console.log(octets.toString(), process.cwd(), LC_ALL, TZ, ADDED, PATH));`;
  const env = { ADDED: "yes", PATH: undefined };
  const result = await runCommand({ ...node(script), cwd: "/", env, input: "in" });
  expect(result).toMatchObject({ stdout: "in / C UTC yes undefined\n" });
});

it("runs no program of the folder that the user is in", async () => {
  const folder = makePrivateFolder("path");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "intruder"), "#!/bin/sh\n", { mode: 0o755 });
  const run = (path: string) =>
    runCommand({ program: "intruder", args: [], cwd: folder, env: { PATH: path } });
  for (const path of [".:/usr/bin", ":/usr/bin", "/usr/bin:", `./:/usr/bin`]) {
    expect(await run(path)).toEqual({ kind: "missing", program: "intruder" });
  }
  expect(await run(`/usr/bin:${folder}`)).toMatchObject({ kind: "exited", code: 0 });
});

it("tells whole lines as they come, also the last one without an end", async () => {
  const lines: string[] = [];
  const script =
    'process.stdout.write("one\\ntw"); setTimeout(() => process.stdout.write("o\\n\\u00e4"), 50)';
  await runCommand({ ...node(script), onLine: (line) => lines.push(line) });
  expect(lines).toEqual(["one", "two", "ä"]);
});

it("ends a program at its time limit, and the wait for what it started", async () => {
  const script =
    'require("child_process").spawn("sleep", ["5"], { stdio: "inherit" }); setInterval(() => 0, 1000)';
  const result = await runCommand({ ...node(script), timeoutMs: 500 });
  expect(result.kind).toBe("timed-out");
  expect(describeEnd(result)).toContain("did not end within 0.5 s");
});

it("does not mind a program that reads none of its input", async () => {
  const result = await runCommand({ ...node(""), input: "x".repeat(1_000_000) });
  expect(succeeded(result)).toBe(true);
});

it("tells a missing program from a missing folder", async () => {
  const program = "/nowhere/program";
  expect(await runCommand({ program, args: [] })).toEqual({ kind: "missing", program });
  await expect(runCommand({ program, args: [], cwd: "/nowhere" })).rejects.toThrow("/nowhere");
});
