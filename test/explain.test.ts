import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSchema } from "../generator/verify/schema-check.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";
import { lacks, without } from "./support/tools.js";

const busy = (options = {}) =>
  new Conversation(options).handshake().exchange("client").exchange("server");

const CAPTURE = captureOf(
  busy({ clientPort: 40_000 }).wait(20).data("client").refuse("server", { sequence: 101 }),
  new Conversation({ clientPort: 40_001, serverPort: 81, start: 1 }).syn().refuseSyn(),
  busy({ clientPort: 40_002, start: 2 })
    .fin("client")
    .fin("server")
    .refuse("client", { sequence: 102 }),
  busy({ clientPort: 40_003, start: 3 }),
);

function captureFile(octets: Uint8Array = CAPTURE): string {
  const path = join(makeFolder(), "capture.pcap");
  writeFileSync(path, octets);
  return path;
}

describe("rstdiag explain", () => {
  it("says what happened, groups it, and says what to do next", () => {
    const { status, stdout, stderr } = runCli(["explain", captureFile()]);
    expect(status).toBe(0);
    const [headline, , head, ...rows] = stdout.split("\n");
    expect(headline).toBe(
      "3 connections reset (1 by the client, 2 by the server), 1 of them benign. 1 may have lost data (100 octets).",
    );
    expect(head).toMatch(
      /^Resets {2}Cause +Certainty +Reset by +Server +Lost octets +First frame$/,
    );
    expect(rows.slice(0, 3).map((row) => row.trim().split(/ +/)[1])).toEqual([
      "half-open",
      "closed-port",
      "after-close",
    ]);
    expect(stdout).toContain("  Check whether the sender of the RST restarted");
    expect(stderr).toMatch(/: 28 frames, 28 TCP segments, 3 resets\n$/);
  });

  it("prints findings that satisfy their schema", () => {
    const schema = openSchema(
      readFileSync(join(ROOT, "dist/schema/reset-finding.schema.json"), "utf8"),
    );
    if (schema.kind === "broken") throw new Error(schema.reason);
    const { stdout } = runCli(["explain", "--summary", captureFile()]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const summary = lines.pop();
    expect(lines.map(({ stream }) => stream).sort()).toEqual([0, 1, 2]);
    for (const line of [...lines, summary]) expect(schema.check(line)).toBeUndefined();
    expect(summary).toMatchObject({ frames: 28, segments: 28, resets: 3, rstSegments: 3 });
    const findings = runCli(["explain", "--json", captureFile()]).stdout;
    expect(findings.trim().split("\n")).toHaveLength(lines.length);
  });

  it("names the capture in each line, behind its machine, and says why it was not read", () => {
    const path = captureFile(CAPTURE.subarray(0, -9));
    const { status, stdout } = runCli(["explain", "--summary", "--host", "web1", path]);
    expect(status).toBe(1);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map(({ file }) => file))).toEqual(new Set([`web1:${path}`]));
    expect(lines.at(-1).problem).toContain("the file ends inside a packet record");
  });

  it("reads standard input, and several files", () => {
    const piped = runCli(["explain", "--json", "-"], { input: CAPTURE });
    const path = captureFile();
    const twice = runCli(["explain", "--json", path, path]);
    const named = piped.stdout.replaceAll('"file":"-"', `"file":${JSON.stringify(path)}`);
    expect(piped.status).toBe(0);
    expect(twice.stdout).toBe(named + named);
  });

  it.each([
    ["--stream", "0"],
    ["--frame", "5"],
  ])("tells one connection as a story: %s %s", (...choice) => {
    const { status, stdout } = runCli(["explain", ...choice, captureFile()]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Stream 0: client 192\.0\.2\.1:40000, server 198\.51\.100\.7:443\n/);
    expect(stdout).toContain("half-open, certainty high: reset in frame 28 by the server.");
    expect(stdout).toMatch(/\* +28 +\d+\.\d+ +<-- server RST {2}seq 101 {2}win 0/);
    expect(stdout).not.toContain("40001");
  });

  it("says where the asked connection was not reset, and tells it, with exit 0", () => {
    const { status, stdout, stderr } = runCli(["explain", "--stream", "3", captureFile()]);
    expect(status).toBe(0);
    expect(stderr).toContain("stream 3 was not reset");
    expect(stdout).toMatch(/^Stream 3: client 192\.0\.2\.1:40003, server 198\.51\.100\.7:443\n/);
    expect(stdout).toContain("Not reset, and not closed either, as far as it was captured.\n");
    expect(stdout).toMatch(/ 0\.000000 client --> +SYN/);
    expect(stdout).toContain("\nWireshark: tcp.stream == 3\n");
    const json = runCli(["explain", "--json", "--stream", "3", captureFile()]);
    expect(json).toMatchObject({ stdout: "", stderr: expect.stringMatching(/^stream 3 was not/) });
    const none = runCli(["explain", "--stream", "99", captureFile()]);
    expect([none.stdout, none.stderr]).toEqual([
      "",
      expect.stringContaining("there is no stream 99 that could be told"),
    ]);
    const { stderr: other } = runCli(["explain", "--frame", "999", captureFile()]);
    expect(other).toContain("frame 999 is in no TCP connection");
  });

  it("adds connections that failed without an RST only where they are asked for", () => {
    const syn = new Conversation({ clientPort: 40_004, server: "203.0.113.9", start: 4 }).syn();
    const path = captureFile(
      captureOf(
        new Conversation({ clientPort: 40_001, serverPort: 81, start: 1 }).syn().refuseSyn(),
        syn.icmp("client", { code: 13 }),
        busy({ clientPort: 40_003, start: 5 }),
      ),
    );
    const plain = runCli(["explain", "--summary", path]);
    expect(plain.stdout).not.toContain("failure");
    expect(plain.stderr).not.toContain("failed");
    const [first = "", ...rest] = plain.stdout.trimEnd().split("\n");

    const asked = runCli(["explain", "--summary", "--failures", path]);
    const [finding, line = "", summary = ""] = asked.stdout.trimEnd().split("\n");
    expect(finding).toBe(first);
    expect(JSON.parse(line)).toMatchObject({
      kind: "failure",
      failure: "destination-unreachable",
      reason: "Destination unreachable",
      icmp: { words: "Communication administratively prohibited" },
    });
    expect({ ...JSON.parse(summary), failures: undefined }).toEqual(JSON.parse(rest[0] ?? ""));
    expect(JSON.parse(summary)).toMatchObject({ resets: 1, failures: 1 });
    expect(asked.stderr).toMatch(/, 1 reset; 1 connection failed without an RST\n$/);
    const schema = openSchema(
      readFileSync(join(ROOT, "dist/schema/reset-finding.schema.json"), "utf8"),
    );
    if (schema.kind === "broken") throw new Error(schema.reason);
    for (const one of [line, summary]) expect(schema.check(JSON.parse(one))).toBeUndefined();

    const { stdout } = runCli(["explain", "--failures", path]);
    expect(stdout).toMatch(/^1 connection reset \(1 by the server\)/);
    expect(stdout).toContain("\n\n1 connection failed without an RST.\n\nFailed  Failure");
    expect(stdout).toMatch(
      /destination-unreachable: Communication administratively prohibited +high +203\.0\.113\.9:443/,
    );
    const story = runCli(["explain", "--failures", "--stream", "1", path]).stdout;
    expect(story).toContain("no RST ended the connection.");
    expect(story).toMatch(/^\* +3 +0\.000000 client --> +SYN/m);
    expect(runCli(["explain", "--failures", "--stream", "2", path]).stderr).toContain(
      "stream 2 was not reset, and no failure of it is seen",
    );
  });

  it("reads what is there of a damaged capture, and exits 1", () => {
    const { status, stdout, stderr } = runCli(["explain", captureFile(CAPTURE.subarray(0, -9))]);
    expect(status).toBe(1);
    expect(stdout).toContain("after-close");
    expect(stderr).toContain("the file ends inside a packet record");
    expect(runCli(["explain", "/nowhere"]).status).toBe(1);
    expect(runCli(["explain", "--frame", "x", captureFile()]).status).toBe(2);
  });

  it.skipIf(lacks("tshark"))(
    `prints filters that select the evidence in Wireshark${without("tshark")}`,
    () => {
      const path = captureFile();
      const { stdout } = runCli(["explain", "--stream", "0", path]);
      const [, filter = "", list = ""] =
        /^Wireshark: (frame\.number in \{(.*)\})$/m.exec(stdout) ?? [];
      const args = ["-r", path, "-Y", filter, "-T", "fields", "-e", "frame.number"];
      const selected = spawnSync("tshark", args, { encoding: "utf8" }).stdout.trim().split("\n");
      expect(selected).toEqual(list.split(", "));
    },
  );
});
