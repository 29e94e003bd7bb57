import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { showUnprintable } from "../generator/model/text.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";

const LABORATORY = join(ROOT, "samples/laboratory");
/** All kinds of lines: findings of every signature, records of every format. */
const CAPTURES = [
  ...readdirSync(LABORATORY)
    .filter((name) => name.endsWith(".client.pcap"))
    .map((name) => join(LABORATORY, name)),
  ...readdirSync(join(ROOT, "samples"))
    .filter((name) => name.endsWith(".pcapng"))
    .map((name) => join(ROOT, "samples", name)),
];

type Row = Readonly<Record<string, unknown>>;

/** A table as JSON lines would have it: members that are absent are null there. */
async function readTable(folder: string, name: string): Promise<readonly Row[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const sql = `SELECT to_json(t)::VARCHAR FROM '${join(folder, `${name}.parquet`)}' t`;
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.closeSync();
  return rows.map(([text]) => asTold(JSON.parse(String(text))));
}

function asTold(row: Row): Row {
  const told = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(
    told.map(([name, value]) => [name, name === "time" ? asTime(value) : value]),
  );
}

/** DuckDB leaves zeros at the end away, and so does this. */
function asTime(time: unknown): string {
  const [whole = "", fraction = ""] = String(time).replace(/[TZ]/g, " ").trim().split(".");
  return `${whole}.${fraction.padEnd(9, "0")}`;
}

function linesOf(stdout: string): readonly Row[] {
  const lines = stdout.split("\n").filter(Boolean);
  const named = (_member: string, value: unknown) =>
    typeof value === "string" ? showUnprintable(value) : value;
  return lines.map((line) => asTold(JSON.parse(line, named)));
}

describe("--parquet", () => {
  it("has in its tables what --json prints, with names for what JSON escapes", async () => {
    const folder = makeFolder();
    const args = ["--host", "web1", ...CAPTURES];
    const { status, stdout, stderr } = runCli(["explain", "--parquet", folder, ...args]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    const lines = linesOf(runCli(["explain", "--summary", ...args]).stdout);
    const records = linesOf(runCli(["decode", "--json", ...args]).stdout);
    const findings = lines.filter(({ cause }) => cause !== undefined);
    expect(stderr).toContain(`${folder}/findings.parquet: ${findings.length} rows\n`);
    expect(await readTable(folder, "findings")).toEqual(findings);
    expect(await readTable(folder, "captures")).toEqual(lines.filter((line) => !("cause" in line)));
    expect(await readTable(folder, "records")).toEqual(records);

    const other = makeFolder();
    expect(runCli(["decode", "--parquet", other, ...args])).toMatchObject({
      status: 0,
      stdout: "",
    });
    expect(readdirSync(other)).toEqual(["records.parquet"]);
    expect(await readTable(other, "records")).toEqual(records);
  });

  it("writes what was before the damage, says where that is, and fails", async () => {
    const folder = makeFolder();
    const [capture = ""] = CAPTURES;
    writeFileSync(join(folder, "cut.pcap"), readFileSync(capture).subarray(0, -9));
    const args = ["--parquet", "tables", "cut.pcap", capture];
    expect(runCli(["explain", ...args], { cwd: folder }).status).toBe(1);
    const captures = await readTable(join(folder, "tables"), "captures");
    expect(captures.map(({ problem }) => problem)).toEqual([
      expect.stringContaining("the file ends inside"),
      undefined,
    ]);
    expect(readdirSync(join(folder, "tables")).sort()).toEqual([
      "captures.parquet",
      "findings.parquet",
      "records.parquet",
    ]);
  });

  it("refuses what it cannot do", () => {
    const folder = makeFolder();
    const [capture = ""] = CAPTURES;
    const run = (...args: readonly string[]) =>
      runCli(["explain", ...args, capture], { cwd: folder });
    mkdirSync(join(folder, "in-the-way/findings.parquet"), { recursive: true });
    expect(run("--parquet", "in-the-way")).toMatchObject({
      status: 1,
      stderr:
        "rstdiag: in-the-way/findings.parquet cannot be written: a folder is in the way\nnothing was written\n",
    });
    expect(readdirSync(join(folder, "in-the-way"))).toEqual(["findings.parquet"]);
    for (const other of [["--stream", "0"], ["--frame", "1"], ["--json"]]) {
      expect(run("--parquet", "tables", ...other)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("'--parquet <dir>' cannot be used with option"),
      });
    }
    expect(run("--parquet", "").status).toBe(2);
    expect(run("--parquet", "/proc/no/such")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^\/proc\/no\/such: the folder cannot be created; name one whose/,
      ),
    });
    writeFileSync(join(folder, "file"), "");
    expect(run("--parquet", "file")).toMatchObject({
      status: 1,
      stderr: "file: is no folder; name one\n",
    });
  });

  it("says how to install DuckDB where it is not, and needs it for nothing else", () => {
    const project = makeFolder();
    for (const name of ["build", "data", "registry", "package.json"]) {
      cpSync(join(ROOT, name), join(project, name), { recursive: true });
    }
    mkdirSync(join(project, "node_modules"));
    for (const name of readdirSync(join(ROOT, "node_modules"))) {
      if (name === "@duckdb" || name.startsWith(".")) continue;
      symlinkSync(join(ROOT, "node_modules", name), join(project, "node_modules", name));
    }
    const [capture = ""] = CAPTURES;
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [join(project, "build/cli.js"), "explain", ...args, capture], {
        cwd: project,
        encoding: "utf8",
      });
    expect(run("--json").status).toBe(0);
    const { status, stderr } = run("--parquet", "tables");
    expect(status).toBe(1);
    expect(stderr).toBe(
      "tables: Parquet files are written by DuckDB, which is not installed; run: npm install --no-save @duckdb/node-api (add --global if rstdiag is installed so)\n",
    );
    expect(readdirSync(project)).not.toContain("tables");
  });
});
