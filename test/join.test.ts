import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT, runCli } from "./support/cli.js";
import { lacks, without } from "./support/tools.js";

const CAPTURE = join(ROOT, "samples/laboratory/idle-timeout.client.pcap");

/** The capture in files of three packets each, as a ring buffer leaves them. */
function split(): { readonly folder: string; readonly parts: readonly string[] } {
  const folder = makePrivateFolder("join");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const octets = readFileSync(CAPTURE);
  const records: Buffer[] = [];
  for (let at = 24; at < octets.length; ) {
    const end = at + 16 + octets.readUInt32LE(at + 8);
    records.push(octets.subarray(at, end));
    at = end;
  }
  const parts = [0, 3, 6].map((first, index) => {
    const name = `part_${index}.pcap`;
    const content = [octets.subarray(0, 24), ...records.slice(first, first + 3)];
    writeFileSync(join(folder, name), Buffer.concat(content));
    return name;
  });
  return { folder, parts };
}

describe("explain", () => {
  it("says that files continue one another, and how they are read as one", () => {
    const { folder, parts } = split();
    const { stderr } = runCli(["explain", ...parts], { cwd: folder });
    expect(stderr).toMatch(
      /\npart_1\.pcap: 1 connection of part_0\.pcap goes on here; read the files as one: rstdiag explain --join part_0\.pcap part_1\.pcap part_2\.pcap\n$/,
    );
  });

  it("says nothing of captures of different connections, or of different times", () => {
    const others = ["half-open", "closed-port"].map((name) =>
      join(ROOT, `samples/laboratory/${name}.client.pcap`),
    );
    expect(runCli(["explain", ...others, CAPTURE]).stderr).not.toContain("--join");
  });
});

describe("explain --join", () => {
  it("finds in parts, in whatever order they are given, what it finds in the whole", () => {
    const { folder, parts } = split();
    const [whole] = runCli(["explain", "--json", CAPTURE]).stdout.split("\n");
    const joined = runCli(["explain", "--json", "--join", ...parts.toReversed()], { cwd: folder });
    const { file, time, ...finding } = JSON.parse(joined.stdout);
    expect(JSON.parse(whole ?? "")).toMatchObject(finding);
    expect([file, time]).toEqual(["3 captures", expect.stringMatching(/000Z$/)]);
    expect(joined.stderr).toBe(
      [
        "3 captures: 8 frames, 8 TCP segments, 1 reset",
        "part_0.pcap: frames 1 to 3",
        "part_1.pcap: frames 4 to 6",
        "part_2.pcap: frames 7 to 8",
        "",
      ].join("\n"),
    );
  });

  it("counts a single capture as one", () => {
    const { stderr } = runCli(["explain", "--join", CAPTURE]);
    expect(stderr).toMatch(/^1 capture: 8 frames/);
  });

  it("reads on where a part was cut, and says which", () => {
    const { folder, parts } = split();
    const [, second = ""] = parts;
    const path = join(folder, second);
    writeFileSync(path, readFileSync(path).subarray(0, -5));
    const { status, stderr } = runCli(["explain", "--join", ...parts], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^3 captures: 7 frames/);
    expect(stderr).toMatch(/part_1\.pcap: offset \d+: the file ends inside a packet record/);
  });

  it.skipIf(lacks("tshark"))(`numbers frames as mergecap does${without("tshark")}`, () => {
    const { folder, parts } = split();
    spawnSync("mergecap", ["-w", "merged.pcapng", ...parts], { cwd: folder });
    const args = [
      "-r",
      "merged.pcapng",
      "-Y",
      "tcp.flags.reset==1",
      "-T",
      "fields",
      "-e",
      "frame.number",
    ];
    const { stdout } = spawnSync("tshark", args, { cwd: folder, encoding: "utf8" });
    const joined = runCli(["explain", "--json", "--join", ...parts], { cwd: folder });
    expect(JSON.parse(joined.stdout)).toMatchObject({ frame: Number(stdout) });
  });
});
