import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { ethernetFrame } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import type { TsharkRun } from "../generator/verify/tshark-run.js";
import { makeFolder, ROOT } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
/** Stands for a later Wireshark; it has to be loaded first. */
const NATIVE = fileURLToPath(new URL("fixtures/native-fields.lua", import.meta.url));

const SAMPLES = readdirSync(join(ROOT, "samples")).filter((name) => name.endsWith(".pcapng"));

/** What only the plugin says. */
const OWN = ["status", "reason", "registry", "reference", "revision", "other_reading"]
  .concat("malformed", "truncated", "unknown_code", "unknown_vendor")
  .map((name) => `rstdiag.${name}`);
/** What both say. */
const SHARED = ["magic", "reason_code", "vendor_reason_code", "pen"].map(
  (name) => `tcp.rst_diagnostic.${name}`,
);

async function run(tshark: TsharkRun, path: string, ...args: readonly string[]): Promise<string> {
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr).not.toMatch(/lua/i);
  expect(result.code).toBe(0);
  return result.stdout;
}

function fields(names: readonly string[]): readonly string[] {
  return ["-T", "fields", "-e", "frame.number", ...names.flatMap((name) => ["-e", name])];
}

function writeCapture(hex: string): string {
  const path = join(makeFolder(), "capture.pcap");
  const octets = ethernetFrame(4, Buffer.from(hex.replaceAll(" ", ""), "hex"));
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  const packets = [{ timeNanoseconds: 0n, octets }];
  writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
  return path;
}

describe.skipIf(lacks("tshark"))(`a Wireshark with native fields${without("tshark")}`, () => {
  it.each(SAMPLES)("has every payload of %s found, and read as without them", async (name) => {
    const path = join(ROOT, "samples", name);
    const args = ["-Y", "rstdiag", ...fields(OWN)];
    const own = await run(openTsharkForTest(LUA), path, ...args);
    expect(await run(openTsharkForTest(NATIVE, LUA), path, ...args)).toBe(own);
  });

  it("has them in effect: they alone decode every registered code", async () => {
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const native = await run(openTsharkForTest(NATIVE), path, "-Y", SHARED[0] ?? "");
    expect(native.split("\n").filter(Boolean)).toHaveLength(36);
  });

  it("shows no field twice in one frame, and the same values", async () => {
    for (const name of ["registered-codes", "unknown-codes", "ethernet-carriers"]) {
      const path = join(ROOT, "samples", `${name}.pcapng`);
      const own = await run(openTsharkForTest(LUA), path, ...fields(SHARED));
      expect(await run(openTsharkForTest(NATIVE, LUA), path, ...fields(SHARED))).toBe(own);
    }
  });

  it("is corrected where 12 octets were cut to 8, which it takes for valid", async () => {
    const path = join(ROOT, "samples/truncated.pcapng");
    const filter = "tcp.rst_diagnostic.reason_code && rstdiag.malformed";
    const stdout = await run(openTsharkForTest(NATIVE, LUA), path, "-Y", filter);
    expect(stdout).toContain("[RST: malformed, length 12]");
  });

  it("is corrected where the code is 0, which it takes for valid", async () => {
    const path = writeCapture("33aa 0000 0000 0000");
    const filter = "tcp.rst_diagnostic.reason_code == 0 && rstdiag.malformed";
    const stdout = await run(openTsharkForTest(NATIVE, LUA), path, "-Y", filter);
    expect(stdout).toContain("[RST: malformed, code 0]");
  });

  it("is corrected where its text is an earlier draft's", async () => {
    const path = writeCapture("33aa 0009 0000 0000");
    const filter =
      'tcp.rst_diagnostic.reason_code == "Destination Unreachable" && rstdiag.reason == "Not authorized"';
    const stdout = await run(openTsharkForTest(NATIVE, LUA), path, "-Y", filter);
    expect(stdout).toContain("[RST: Not authorized (9)]");
  });

  it("keeps its description of a reason to itself", async () => {
    const path = writeCapture("f317 6e6f");
    const names = ["tcp.rst_diagnostic.reason_desc"];
    expect(await run(openTsharkForTest(NATIVE, LUA), path, ...fields(names))).toBe("1\tno\n");
  });
});
