import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { ROOT, runCli } from "../test/support/cli.js";
import { decode, explain } from "./index.js";

const CAPTURES = ["samples/registered-codes.pcapng", "samples/laboratory/half-open.client.pcap"];

async function collect<T, R>(taken: AsyncGenerator<T, R>): Promise<readonly [readonly T[], R]> {
  const all: T[] = [];
  for (;;) {
    const next = await taken.next();
    if (next.done) return [all, next.value];
    all.push(next.value);
  }
}

/** What a command prints of a capture, without the name of the file. */
function printed(command: string, path: string): readonly object[] {
  const { stdout } = runCli([command, "--json", path], { cwd: ROOT });
  const lines = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return lines.filter(({ kind }) => kind !== "capture").map(({ file: _, ...rest }) => rest);
}

/** One octet at a time, as no stream would. */
const octets = (path: string) =>
  Readable.from([...readFileSync(path)].map((one) => Buffer.of(one)));

describe.each(CAPTURES)("%s", (name) => {
  const path = join(ROOT, name);

  it("is explained and decoded as the commands print it, however it comes", async () => {
    for (const open of [createReadStream, octets]) {
      const [findings, summary] = await collect(explain(open(path)));
      expect(findings).toEqual(printed("explain", name));
      expect(summary.resets).toBe(findings.length);
      const [records] = await collect(decode(open(path)));
      expect(records).toEqual(printed("decode", name));
    }
  });
});

describe("explain", () => {
  it("reads on only as findings are taken, and no more where nobody wants them", async () => {
    const file = readFileSync(join(ROOT, "samples/registered-codes.pcapng"));
    let [given, isClosed] = [0, false];
    async function* chunks() {
      try {
        for (let at = 0; at < 1000; at += 1) {
          given += 1;
          yield at === 0 ? file : new Uint8Array(0);
        }
      } finally {
        isClosed = true;
      }
    }
    const findings = decode(chunks());
    expect((await findings.next()).value).toMatchObject({ frame: 1 });
    expect(given).toBeLessThan(3);
    await findings.return();
    await new Promise(setImmediate);
    expect([given < 4, isClosed]).toEqual([true, true]);
  });

  const decoded = async (path: string) => (await collect(decode(createReadStream(path))))[0];
  const explained = async (path: string) => (await collect(explain(createReadStream(path))))[0];

  it.each([
    ["records", "malformed", decoded],
    ["records", "registered-codes", decoded],
    ["findings", "registered-codes", explained],
  ] as const)("gives %s of %s that are the caller's own", async (_what, sample, read) => {
    const path = join(ROOT, `samples/${sample}.pcapng`);
    const before = JSON.stringify(await read(path));
    for (const one of await read(path)) spoil(one);
    expect(JSON.stringify(await read(path))).toBe(before);
  });

  it("throws where the capture is damaged, after what was before that place", async () => {
    const file = readFileSync(join(ROOT, "samples/registered-codes.pcapng"));
    const taken: number[] = [];
    const read = async () => {
      for await (const { frame } of decode(Readable.from([file.subarray(0, 6001)]))) {
        taken.push(frame);
      }
    };
    await expect(read()).rejects.toThrow(/^offset \d+: /);
    expect(taken.length).toBeGreaterThan(3);
  });

  it.each([
    ["is damaged", (file: Uint8Array) => [file, new Uint8Array(5000).fill(0xff)]],
    ["is none", () => [new Uint8Array(100).fill(0x80)]],
    ["is of no octets", (file: Uint8Array) => [file.buffer]],
  ])("throws where the capture %s, and closes it", async (_what, make) => {
    const file = new Uint8Array(
      readFileSync(join(ROOT, "samples/laboratory/half-open.client.pcap")),
    );
    for (const read of [explain, decode]) {
      let isClosed = false;
      async function* chunks(): AsyncGenerator<Uint8Array> {
        try {
          for (const chunk of make(file)) yield chunk as Uint8Array;
          yield new Uint8Array(1000);
        } finally {
          isClosed = true;
        }
      }
      const all = async () => {
        for await (const _ of read(chunks()));
      };
      await expect(all()).rejects.toThrow(/offset|Uint8Array/);
      expect(isClosed).toBe(true);
    }
  });

  it("asks a capture for nothing more once nobody takes what is found", async () => {
    const file = readFileSync(join(ROOT, "samples/registered-codes.pcapng"));
    let asked = 0;
    let isClosed = false;
    const chunks = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked += 1;
          // As of a pipe whose writer is silent.
          return asked === 1 ? Promise.resolve({ value: file }) : new Promise<never>(() => {});
        },
        return: () => {
          isClosed = true;
          return Promise.resolve({ value: undefined, done: true as const });
        },
      }),
    };
    for await (const _ of decode(chunks)) break;
    await new Promise(setImmediate);
    expect([asked, isClosed]).toEqual([1, true]);
  });

  it("throws where a stream fails without a reason, and of a limit that is none", async () => {
    const stream = Readable.from([new Uint8Array(0)]);
    const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(undefined) }) };
    await expect(decode(failing).next()).rejects.toThrow("the capture cannot be read");
    for (const connections of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => explain(stream, { connections })).toThrow(RangeError);
    }
  });

  it("reads by another revision and by vendors' codes, and says what is wrong with them", async () => {
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const reasons = async (registry: object) => {
      const [records] = await collect(decode(createReadStream(path), { registry }));
      return records.map((record) => ("reason" in record ? record.reason : ""));
    };
    expect(await reasons({ revision: "draft-03" })).not.toEqual(await reasons({}));
    await expect(reasons({ folder: "/nonexistent" })).rejects.toThrow("/nonexistent");
  });
});

/** Changes all that can be changed. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const member of Object.values(value)) spoil(member);
  if (Array.isArray(value)) value.push("spoiled");
  else Object.assign(value, { spoiled: true });
}
