import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { TIME } from "../model/record.js";
import { showUnprintable } from "../model/text.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import {
  columnsOf,
  loadDuckDb,
  ParquetError,
  ParquetFolder,
  type ParquetTable,
} from "./parquet.js";

const TABLES: readonly ParquetTable[] = [
  {
    name: "one",
    columns: [
      { name: "text", type: "VARCHAR" },
      { name: "by", type: "VARCHAR[]" },
      { name: "end", type: 'STRUCT("port" USMALLINT)' },
      { name: "time", type: "TIMESTAMP_NS" },
      { name: "seconds", type: "DOUBLE" },
      { name: "count", type: "BIGINT" },
    ],
  },
  { name: "two", columns: [{ name: "a", type: "BOOLEAN" }] },
];

function makeFolder(): string {
  const folder = makePrivateFolder("parquet-'");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The rows as JSON, without what is null. */
async function readRows(path: string): Promise<readonly unknown[]> {
  const { DuckDBInstance } = await loadDuckDb();
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const sql = `SELECT to_json(t)::VARCHAR FROM '${path.replaceAll("'", "''")}' t`;
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.closeSync();
  return rows.map(([row]) =>
    JSON.parse(String(row), (_name, value: unknown) => (value === null ? undefined : value)),
  );
}

const ROW = fc.record(
  {
    text: fc.string({ unit: "binary" }),
    by: fc.array(fc.string({ unit: "binary" })),
    end: fc.record({ port: fc.integer({ min: 0, max: 65_535 }) }),
    seconds: fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
    count: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  },
  { requiredKeys: ["text"] },
);

describe("ParquetFolder", () => {
  it("keeps every row, in its order", async () => {
    const duckDb = await loadDuckDb();
    await fc.assert(
      fc.asyncProperty(fc.array(ROW), async (rows) => {
        const path = makeFolder();
        const folder = new ParquetFolder({}, { path, isReplacing: false }, TABLES);
        for (const row of rows) folder.add("one", row);
        const made = await folder.finish(duckDb);
        folder.close();
        expect(made).toEqual([
          { file: "one.parquet", rows: rows.length },
          { file: "two.parquet", rows: 0 },
        ]);
        expect(readdirSync(path).sort()).toEqual(["one.parquet", "two.parquet"]);
        expect(await readRows(join(path, "one.parquet"))).toEqual(
          rows.map(({ text, by, ...row }) => ({
            ...row,
            text: showUnprintable(text),
            ...(by && { by: by.map(showUnprintable) }),
          })),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("writes null for a time that no column can hold, and says of which capture it is", async () => {
    const path = makeFolder();
    const folder = new ParquetFolder({}, { path, isReplacing: false }, TABLES);
    const times = [
      "0000-01-01T00:00:00Z",
      "9999-12-31T23:59:59.999999999Z",
      "1677-12-31T23:59:59Z",
      "2262-01-01T00:00:00Z",
      "1678-01-01T00:00:00Z",
      "2261-12-31T23:59:59.123456789Z",
      `2026-05-05T12:00:00.${"123456789".repeat(14)}Z`,
    ];
    for (const [at, time] of times.entries()) {
      folder.add("one", { text: `${at}`, time, file: `${at % 2}.pcap` });
    }
    folder.add("one", { text: "half of a pair: \ud83d" });
    await folder.finish(await loadDuckDb());
    folder.close();
    expect(await readRows(join(path, "one.parquet"))).toEqual([
      { text: "0" },
      { text: "1" },
      { text: "2" },
      { text: "3" },
      { text: "4", time: "1678-01-01 00:00:00" },
      { text: "5", time: "2261-12-31 23:59:59.123456789" },
      { text: "6", time: "2026-05-05 12:00:00.123456789" },
      { text: "half of a pair: <U+D83D>" },
    ]);
    expect([...folder.lostTimes]).toEqual([
      ["0.pcap", 2],
      ["1.pcap", 2],
    ]);
  });

  it("keeps each digit of a time", async () => {
    const path = makeFolder();
    const folder = new ParquetFolder({}, { path, isReplacing: false }, TABLES);
    const times = ["2026-05-05T12:00:20.123456789Z", "2026-05-05T12:00:20Z"];
    for (const time of times) folder.add("one", { time });
    await folder.finish(await loadDuckDb());
    folder.close();
    expect(await readRows(join(path, "one.parquet"))).toEqual([
      { time: "2026-05-05 12:00:20.123456789" },
      { time: "2026-05-05 12:00:20" },
    ]);
  });

  it("names what would break a line or not be seen where a program prints it", async () => {
    const path = makeFolder();
    const folder = new ParquetFolder({}, { path, isReplacing: false }, TABLES);
    folder.add("one", { text: "go\naway\u200b \u001b[2J" });
    await folder.finish(await loadDuckDb());
    folder.close();
    const rows = await readRows(join(path, "one.parquet"));
    expect(rows).toEqual([{ text: "go<U+000A>away<U+200B> <U+001B>[2J" }]);
  });

  it("takes more rows than it holds, in more than one batch", async () => {
    const path = makeFolder();
    const folder = new ParquetFolder({}, { path, isReplacing: false }, TABLES);
    const text = "x".repeat(1000);
    for (let count = 0; count < 5000; count += 1) folder.add("one", { text, count });
    await folder.finish(await loadDuckDb());
    folder.close();
    const rows = await readRows(join(path, "one.parquet"));
    expect(rows).toHaveLength(5000);
    expect(rows.at(-1)).toEqual({ text, count: 4999 });
  });

  it.each([
    ["no number", { count: "x" }],
    ["too large", { end: { port: 65_536 } }],
  ])("leaves all as it was where a row is wrong: %s", async (_what, row) => {
    const path = makeFolder();
    writeFileSync(join(path, "one.parquet"), "old");
    const folder = new ParquetFolder({}, { path, isReplacing: true }, TABLES);
    folder.add("one", row);
    const duckDb = await loadDuckDb();
    await expect(folder.finish(duckDb)).rejects.toThrow(ParquetError);
    folder.close();
    expect(readdirSync(path)).toEqual(["one.parquet"]);
    expect(readFileSync(join(path, "one.parquet"), "utf8")).toBe("old");
  });

  it("replaces its own files, and others only where it may", async () => {
    const path = makeFolder();
    const place = { path, isReplacing: false };
    for (let run = 0; run < 2; run += 1) {
      const folder = new ParquetFolder({}, place, TABLES);
      folder.add("two", { a: run > 0 });
      await folder.finish(await loadDuckDb());
      folder.close();
    }
    expect(await readRows(join(path, "two.parquet"))).toEqual([{ a: true }]);
    const before = readFileSync(join(path, "two.parquet"));
    for (const others of ["PAR1 of others", "a note on rstdiag-table"]) {
      writeFileSync(join(path, "one.parquet"), others);
      expect(() => new ParquetFolder({}, place, TABLES)).toThrow("one.parquet already exists");
    }
    expect(readdirSync(path)).toEqual(["one.parquet", "two.parquet"]);
    expect(readFileSync(join(path, "two.parquet"))).toEqual(before);
  });

  it("writes nothing where a folder is in the way", () => {
    const path = makeFolder();
    mkdirSync(join(path, "two.parquet"));
    expect(() => new ParquetFolder({}, { path, isReplacing: false }, TABLES)).toThrow(
      /two\.parquet cannot be written: a folder is in the way/,
    );
    expect(readdirSync(path)).toEqual(["two.parquet"]);
  });
});

describe("loadDuckDb", () => {
  it.each([
    [Object.assign(new Error("gone"), { code: "ERR_MODULE_NOT_FOUND" }), "which is not installed"],
    [new Error("wrong ELF class\nat"), "which cannot be loaded: wrong ELF class; run"],
  ])("says how to install it: %s", async (error, words) => {
    const loading = loadDuckDb(() => Promise.reject(error));
    await expect(loading).rejects.toThrow(words);
    await expect(loading).rejects.toThrow("npm install --no-save @duckdb/node-api");
  });

  it("says to install it with the prefix that rstdiag has", async () => {
    const gone = Object.assign(new Error("gone"), { code: "ERR_MODULE_NOT_FOUND" });
    const root = "/home/ann/.local/lib/node_modules/rstdiag/";
    await expect(loadDuckDb(() => Promise.reject(gone), root)).rejects.toThrow(
      /; run: npm install -g --prefix \/home\/ann\/\.local @duckdb\/node-api$/,
    );
  });
});

describe("columnsOf", () => {
  it.each([
    [{ type: "boolean" }, "BOOLEAN"],
    [{ type: "number", minimum: 0 }, "DOUBLE"],
    [{ type: "integer", minimum: 0, maximum: 65_535 }, "USMALLINT"],
    [{ type: "integer", minimum: 0, maximum: 65_536 }, "UINTEGER"],
    [{ type: "integer", minimum: 0, maximum: 2 ** 32 - 1 }, "UINTEGER"],
    [{ type: "integer", minimum: 0, maximum: 2 ** 32 }, "BIGINT"],
    [{ type: "integer", minimum: -1, maximum: 9 }, "BIGINT"],
    [{ type: "integer", minimum: 0 }, "BIGINT"],
    [{ type: "string" }, "VARCHAR"],
    [{ enum: ["high", "low"] }, "VARCHAR"],
    [TIME, "TIMESTAMP_NS"],
    [{ type: "string", pattern: "^\\d+$" }, "VARCHAR"],
    [{ type: "array", items: { type: "integer", minimum: 1 } }, "BIGINT[]"],
    [{ $ref: "#/$defs/End" }, 'STRUCT("port" USMALLINT)'],
    [{ type: "array", items: { $ref: "#/$defs/End" } }, 'STRUCT("port" USMALLINT)[]'],
    [{ type: "object", properties: { 'a"b': { type: "boolean" } } }, 'STRUCT("a""b" BOOLEAN)'],
  ])("makes of %j the type %s", (member, type) => {
    const End = {
      type: "object",
      properties: { port: { type: "integer", minimum: 0, maximum: 9 } },
    };
    expect(columnsOf({ properties: { member }, $defs: { End } })).toEqual([
      { name: "member", type },
    ]);
  });

  it("follows the schema itself to where it is defined", () => {
    const Row = { properties: { a: { type: "boolean" }, b: { type: "string" } } };
    expect(columnsOf({ $ref: "#/$defs/Row", $defs: { Row } }).map(({ name }) => name)).toEqual([
      "a",
      "b",
    ]);
  });

  it.each([[{}], [{ type: "null" }], [{ $ref: "#/$defs/Nobody" }], [{ type: "array" }]])(
    "throws for %j, which has no single type",
    (member) => {
      expect(() => columnsOf({ properties: { member } })).toThrow();
    },
  );
});
