import { readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { openInput, readFileChunks } from "./capture-input.js";
import { recogniseLines } from "./json-lines.js";

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
});
