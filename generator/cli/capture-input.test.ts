import {
  appendFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { openInput, readFileChunks } from "./capture-input.js";
import { recogniseLines } from "./report.js";

function writeFile(content: Uint8Array): string {
  const folder = makePrivateFolder("chunks");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "capture");
  writeFileSync(path, content);
  return path;
}

async function readWhole(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Copies, because a chunk is valid only until the next one.
  for await (const chunk of readFileChunks(path)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe("readFileChunks", () => {
  it.each([0, 1, 1024 * 1024, 3_500_000])(
    "gives all of a file of %i octets, in order",
    async (length) => {
      const content = Buffer.from(
        Uint32Array.from({ length: length / 4 + 1 }, (_, at) => at).buffer,
      );
      const whole = content.subarray(0, length);
      expect((await readWhole(writeFile(whole))).equals(whole)).toBe(true);
    },
  );

  it("rejects with the system's error", async () => {
    await expect(readWhole("/nowhere")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(readWhole("/")).rejects.toMatchObject({ code: "EISDIR" });
  });
});

/** So large that it is read twice, and nearly all of it zeros that take no place on the disk. */
const LARGE_OCTETS = 34 * 1024 * 1024;

function writeLargeCapture(): string {
  const path = writeFile(Buffer.from("a1b2c3d4", "hex"));
  truncateSync(path, LARGE_OCTETS);
  return path;
}

async function lengthOf(chunks: AsyncIterable<Uint8Array> | undefined): Promise<number> {
  let length = 0;
  for await (const chunk of chunks ?? []) length += chunk.length;
  return length;
}

describe("openInput, of a large capture", () => {
  it("reads the same octets twice, though more are written meanwhile", async () => {
    const path = writeLargeCapture();
    const input = openInput(contextForTest(), path);
    expect(await lengthOf(input.ahead?.())).toBe(LARGE_OCTETS);
    appendFileSync(path, "more");
    expect(await lengthOf(input.chunks)).toBe(LARGE_OCTETS);
    await input.close();
  });

  it("reads the same octets twice, though another file has taken the name meanwhile", async () => {
    const path = writeLargeCapture();
    const input = openInput(contextForTest(), path);
    expect(await lengthOf(input.ahead?.())).toBe(LARGE_OCTETS);
    rmSync(path);
    writeFileSync(path, "another");
    expect(await lengthOf(input.chunks)).toBe(LARGE_OCTETS);
    await input.close();
  });

  it("reads all of it where nobody asks for a first reading", async () => {
    const input = openInput(contextForTest(), writeLargeCapture());
    expect(await lengthOf(input.chunks)).toBe(LARGE_OCTETS);
    await input.close();
  });

  it("reads once what is compressed, a text, or small", () => {
    const paths = ["1f8b", "2030"].map((start) => writeFile(Buffer.from(start, "hex")));
    for (const path of paths) truncateSync(path, LARGE_OCTETS);
    const small = writeFile(Buffer.from("a1b2c3d4", "hex"));
    const inputs = [...paths, small].map((path) => openInput(contextForTest(), path));
    expect(inputs.map(({ ahead }) => ahead)).toEqual([undefined, undefined, undefined]);
  });
});

describe.skipIf(process.platform !== "linux")("openInput", () => {
  function isOpen(path: string): boolean {
    const links = readdirSync("/proc/self/fd").map((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`);
      } catch {
        // The descriptor of the folder itself is gone.
        return "";
      }
    });
    return links.includes(path);
  }

  it.each([
    ["nobody read", async () => {}],
    [
      "whose lines nobody read on",
      async (chunks: AsyncIterable<Uint8Array>) => {
        await recogniseLines("a.jsonl", chunks);
      },
    ],
    [
      "whose reader stopped",
      async (chunks: AsyncIterable<Uint8Array>) => {
        const { chunks: again } = await recogniseLines("a.jsonl", chunks);
        await again[Symbol.asyncIterator]().next();
      },
    ],
  ])("closes a file %s", async (_name, read) => {
    const path = writeFile(Buffer.from("{}\n".repeat(1_000_000)));
    const input = openInput(contextForTest(), path);
    await read(input.chunks);
    await input.close();
    expect(isOpen(path)).toBe(false);
  });

  it("closes a large capture of which nobody read more than the first reading", async () => {
    const path = writeLargeCapture();
    const input = openInput(contextForTest(), path);
    await input.ahead?.()[Symbol.asyncIterator]().next();
    expect(isOpen(path)).toBe(true);
    await input.close();
    expect(isOpen(path)).toBe(false);
  });
});
