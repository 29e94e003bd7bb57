import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IN_CI, ROOT, runCli } from "./support/cli.js";
import { CAPTURES, makeNetwork } from "./support/machines.js";
import { readPage, readSteps } from "./support/pages.js";
import { IS_ROOT, skippedIf } from "./support/tools.js";

/** What each machine has captured, among it nothing, a reset without end, and all formats. */
const MACHINES = [
  { name: "web1", captures: ["idle-timeout.client.pcap", "half-open.client.pcap"] },
  { name: "web2", captures: ["idle-timeout.client.pcap", "unread-data.client.pcap"] },
  { name: "web3", captures: ["ordinary.client.pcap", "../other-formats.pcapng"] },
].map(({ name, captures }) => ({
  name,
  captures: Object.fromEntries(
    captures.map((file) => [
      `${file.replace(/^.*\//, "").replace(/\.pcap.*$/, "")}.pcap`,
      readFileSync(join(ROOT, "samples/laboratory", file)),
    ]),
  ),
}));

const NEEDED = ["ip", "unshare", "ssh", "ssh-keygen", "scp", "sshd", "parallel"];

/** Why no network can be made here, in the title of what is skipped; in CI it must be possible. */
const REASON = IN_CI ? "" : whyNot();

function whyNot(): string {
  if (!IS_ROOT) return "needs root";
  const path = `${process.env["PATH"]}:/usr/sbin:/sbin`;
  const isThere = (name: string) =>
    spawnSync("/bin/sh", ["-c", `command -v ${name}`], { env: { PATH: path } }).status === 0;
  const missing = NEEDED.filter((name) => !isThere(name));
  if (missing.length > 0) return `needs ${missing.join(", ")}`;
  const allowed = spawnSync("unshare", ["--net", "--mount", "--uts", "true"]).status === 0;
  return allowed ? "" : "needs the right to make namespaces";
}

/** The commands of the page about many machines, in the block that has this text. */
function shownBlock(text: string): string {
  const steps = readSteps(readPage("docs/report-and-tables.md"));
  const found = steps.find(({ command }) => command.includes(text));
  if (found === undefined) throw new Error(`the page has no block with ${text}`);
  return found.command;
}

/** All captures in one folder, named as the machines name them. */
function gather(folder: string): readonly string[] {
  mkdirSync(folder);
  return MACHINES.flatMap(({ name, captures }) =>
    Object.keys(captures)
      .sort()
      .map((file) => {
        writeFileSync(join(folder, `${name}:${file}`), captures[file] ?? "");
        return `${name}:${file}`;
      }),
  );
}

describe.skipIf(REASON !== "")(
  `captures on three machines${skippedIf(REASON !== "", REASON)}`,
  () => {
    it("are reported as one machine would report all of them", async () => {
      const { folder, run } = await makeNetwork(MACHINES);
      const here = join(folder, "here");
      const files = gather(here);
      // They are where they were captured, and nowhere else.
      expect(existsSync(join(CAPTURES, "idle-timeout.client.pcap"))).toBe(false);
      const { status, stdout, stderr } = run(shownBlock("--nonall -k"));
      expect(status, stderr).toBe(0);
      const direct = runCli(["report", ...files, "--html", "report.html"], { cwd: here });
      expect(direct.status).toBe(0);
      const page = (place: string) => readFileSync(join(place, "report.html"), "utf8");
      expect(page(folder)).toBe(page(here));
      expect(page(folder)).toContain("web2:idle-timeout.client.pcap");
      expect(stdout).toContain("idle-timeout,2\n");
      const lines = runCli(["explain", "--summary", ...files], { cwd: here }).stdout;
      expect(readFileSync(join(folder, "resets.jsonl"), "utf8")).toBe(lines);

      const tables = run(shownBlock("--parquet tables"));
      expect(tables.status, tables.stderr).toBe(0);
      const whole = runCli(["explain", "--parquet", "one", ...files], { cwd: here });
      expect(whole.status).toBe(0);
      const ask = (from: string) =>
        run(`duckdb -csv -c "SELECT * FROM '${from}' ORDER BY file, stream, frame"`).stdout;
      expect(ask("*/findings.parquet")).toBe(ask("here/one/findings.parquet"));
      expect(ask("*/findings.parquet").split("\n").length).toBeGreaterThan(80);
    });

    it("are reported as far as the machines answer, and the others are named", async () => {
      const { folder, run, stop } = await makeNetwork(MACHINES);
      await stop("web2");
      const { status, stderr } = run(shownBlock("--nonall -k"));
      expect(status).toBe(1);
      expect(stderr).toMatch(/ssh: connect to host 192\.0\.2\.6 port 22/);
      const lines = readFileSync(join(folder, "resets.jsonl"), "utf8");
      const captures = lines.split("\n").filter((line) => line.includes('"frames":'));
      expect(captures.map((line) => JSON.parse(line).file)).toEqual([
        "web1:half-open.client.pcap",
        "web1:idle-timeout.client.pcap",
        "web3:ordinary.client.pcap",
        "web3:other-formats.pcap",
      ]);
    });

    it("are reported but for what a machine that failed lacks, which a second run adds", async () => {
      const { folder, run, stop, start } = await makeNetwork(MACHINES);
      const files = gather(join(folder, "here"));
      expect(run(shownBlock("> captures.txt")).status).toBe(0);
      expect(readFileSync(join(folder, "captures.txt"), "utf8")).toBe(`${files.join("\n")}\n`);
      await stop("web2");
      // As many jobs fail.
      expect(run(shownBlock("lines/.{1}")).status).toBe(2);
      const first = run(shownBlock("--expect"));
      expect(first.status).toBe(1);
      expect(first.stderr.match(/^.*(?= is missing)/gm)).toEqual([
        "web2:idle-timeout.client.pcap:",
        "web2:unread-data.client.pcap:",
      ]);
      const before = timesIn(join(folder, "lines"));
      expect([...before.keys()]).toEqual(files.filter((name) => !name.startsWith("web2:")));

      await start("web2");
      expect(run(shownBlock("lines/.{1}")).status).toBe(0);
      const second = run(shownBlock("--expect"));
      expect([second.status, second.stderr]).toEqual([0, expect.not.stringContaining("missing")]);
      expect([...timesIn(join(folder, "lines"))]).toEqual(expect.arrayContaining([...before]));
      const direct = ["report", ...files, "--html", "report.html"];
      expect(runCli(direct, { cwd: join(folder, "here") }).status).toBe(0);
      expect(readFileSync(join(folder, "report.html"), "utf8")).toBe(
        readFileSync(join(folder, "here/report.html"), "utf8"),
      );
    });
  },
);

/** Each file that is not hidden, and when it was written. */
function timesIn(folder: string): ReadonlyMap<string, number> {
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  return new Map(names.sort().map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}
