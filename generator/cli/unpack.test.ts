import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "../../test/support/cli.js";
import { contextForTest } from "../../test/support/context.js";
import { lacks, without } from "../../test/support/tools.js";
import { readCapture } from "../capture/read-capture.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { describeInputError, openInput } from "./capture-input.js";
import type { Context } from "./context.js";
import { limited } from "./unpack.js";

const CAPTURE = join(ROOT, "samples/laboratory/idle-timeout.client.pcap");
const FRAMES = 8;

function makeFolder(): string {
  const folder = makePrivateFolder("unpack");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The frames of a file, or what is said of it after them. */
async function framesOf(path: string, changed: Partial<Context> = {}): Promise<number | string> {
  const input = openInput({ ...contextForTest(), env: { ...process.env }, ...changed }, path);
  let frames = 0;
  try {
    await readCapture(input.chunks, () => {
      frames += 1;
    });
    return frames;
  } catch (error) {
    return describeInputError(error);
  } finally {
    await input.close();
  }
}

function packWith(program: string, args: readonly string[]): string {
  const path = join(makeFolder(), "capture");
  const { stdout } = spawnSync(program, args, { input: readFileSync(CAPTURE) });
  writeFileSync(path, stdout);
  return path;
}

describe("a compressed capture", () => {
  it("is read as it is: gzip, from a file and from standard input", async () => {
    const path = join(makeFolder(), "capture.gz");
    const packed = gzipSync(readFileSync(CAPTURE));
    writeFileSync(path, packed);
    expect(await framesOf(path)).toBe(FRAMES);
    expect(
      await framesOf("-", { stdin: Readable.from([packed.subarray(0, 9), packed.subarray(9)]) }),
    ).toBe(FRAMES);
  });

  it.each(["zstd", "lz4", "xz", "bzip2"])("is read as it is: %s", async (program) => {
    if (lacks(program)) return;
    expect(await framesOf(packWith(program, ["-c"]))).toBe(FRAMES);
  });

  it.skipIf(lacks("zstd"))(`names the program that is missing${without("zstd")}`, async () => {
    const path = packWith("zstd", ["-c"]);
    expect(await framesOf(path, { env: { PATH: "/nowhere" } })).toBe(
      "the file is compressed by zstd; install zstd, or decompress it elsewhere: zstd -d FILE",
    );
  });

  it("is told to be damaged where it was cut", async () => {
    const path = join(makeFolder(), "capture.gz");
    writeFileSync(path, gzipSync(readFileSync(CAPTURE)).subarray(0, 200));
    expect(await framesOf(path)).toMatch(/^the file is damaged: gzip says unexpected end of file/);
  });

  it("ends where it expands beyond all captures", async () => {
    const bomb = limited(
      Readable.from([Buffer.alloc(10)]),
      async function* (packed) {
        for await (const _ of packed) for (;;) yield Buffer.alloc(1000);
      },
      10_000,
    );
    const reading = (async () => {
      for await (const _ of bomb) {
        // Nobody keeps it.
      }
    })();
    await expect(reading).rejects.toThrow(/expands to more than 400 times its size/);
  });
});

describe.skipIf(lacks("tshark"))(`a capture of another format${without("tshark")}`, () => {
  it.each([
    "snoop",
    "netmon2",
    "nettl",
    "k12text",
    "ngsniffer",
    "commview-ncf",
    "modpcap",
    "nsecpcap",
  ])(
    "is read: %s",
    async (format) => {
      const path = join(makeFolder(), "-w $(touch pwned)");
      spawnSync("editcap", ["-F", format, CAPTURE, path]);
      expect(await framesOf(path)).toBe(FRAMES);
    },
    30_000,
  );

  it("is no shell's business, whatever its name", async () => {
    const folder = makeFolder();
    const snoop = join(folder, "a.snoop");
    spawnSync("editcap", ["-F", "snoop", CAPTURE, snoop]);
    const name = "-r x;touch pwned";
    copyFileSync(snoop, join(folder, name));
    expect(await framesOf(name, { cwd: folder })).toBe(FRAMES);
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });

  it("is explained where tshark is missing, or cannot read it", async () => {
    const path = join(makeFolder(), "capture");
    spawnSync("editcap", ["-F", "snoop", CAPTURE, path]);
    expect(await framesOf(path, { env: { PATH: "/nowhere" } })).toMatch(
      /^offset 0: the file is a Solaris snoop capture; install tshark, .*tshark -r FILE -F pcapng -w new\.pcapng$/,
    );
    writeFileSync(path, Buffer.from("deadbeef00010203", "hex"));
    expect(await framesOf(path)).toMatch(/^offset 0: the file is not a pcap or pcapng capture/);
  });
});
