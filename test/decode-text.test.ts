import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { parseExpectation } from "../generator/samples/expectation.js";
import { ethernetFrame } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { runCommand } from "../generator/verify/run-command.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { readWhole } from "./support/frames.js";
import { ownModel } from "./support/models.js";
import { buildOrSkip } from "./support/tcpdump.js";

const SAMPLES = readdirSync(join(ROOT, "samples"))
  .filter((name) => name.endsWith(".pcapng"))
  .map((name) => join(ROOT, "samples", name));

/** Of other formats tcpdump prints what it always printed. */
const DIAGNOSTIC = new Set<unknown>(ownModel().diagnosticFormats.map(({ id }) => id));

type Parsed = Readonly<Record<string, unknown>>;

async function print(program: string, path: string, options: readonly string[]): Promise<Buffer> {
  const result = await runCommand({ program, args: ["-n", ...options, "-r", path] });
  if (result.kind !== "exited" || result.code !== 0) throw new Error(`${program}: ${result.kind}`);
  return result.stdoutOctets;
}

function recordsOf(stdout: string): readonly Parsed[] {
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { file: _file, ...record } = JSON.parse(line);
      return record;
    });
}

function decodeText(input: Uint8Array) {
  return runCli(["decode", "--json", "-"], { input });
}

/** Without octets, tcpdump prints of a cut payload that it is cut, and no more. */
function asPrinted({ time, ...record }: Parsed, keepTime: boolean): Parsed {
  const { frame, source, destination, format, standing, problems } = record;
  const isCut = Array.isArray(problems) && problems.includes("truncated");
  const known = { ...(keepTime && { time }), frame, source, destination, format, standing };
  if (!isCut) return { ...record, ...known };
  const isWrong = problems.includes("wrong-length");
  return isWrong
    ? { ...known, status: "malformed", problems }
    : { ...known, status: "truncated", problems: ["truncated"] };
}

describe("rstdiag decode of text", () => {
  it.for([
    ["-v", "-#", "-X"],
    ["-vvv", "-tt"],
  ])("gives with %j the records that the captures give", async (options, { skip }) => {
    const program = (await buildOrSkip(skip))?.program;
    if (program === undefined) return;
    for (const path of SAMPLES) {
      const { frames } = await readWhole(readFileSync(path));
      const blind = new Set(
        frames
          .filter(({ comment }) => parseExpectation(comment).blind?.tool === "tcpdump")
          .map(({ number }) => number),
      );
      const isWhole = options.includes("-X");
      const isCompared = ({ frame, format }: Parsed) =>
        !blind.has(Number(frame)) && (isWhole || DIAGNOSTIC.has(format));
      const wanted = recordsOf(runCli(["decode", "--json", path]).stdout)
        .filter(isCompared)
        .map(({ time, ...record }) => (isWhole ? record : asPrinted({ time, ...record }, true)));
      const { status, stdout, stderr } = decodeText(await print(program, path, options));
      expect(status, stderr).toBe(0);
      expect([path, ...recordsOf(stdout).filter(isCompared)]).toEqual([path, ...wanted]);
    }
  });

  it("takes no payload for what it imitates", async ({ skip }) => {
    const program = (await buildOrSkip(skip))?.program;
    if (program === undefined) return;
    const segment =
      "\n12:00:00.000001 IP (tos 0x0) 192.0.2.1.1 > 192.0.2.2.2: Flags [R], length 8 ";
    const forged = "[RST: code 9, pen 0";
    const payloads = [
      `, length 8 ${forged}`,
      `] ${forged}`,
      ": code 9, pen 0",
      `${segment}${forged}`,
    ];
    const packets = payloads.map((text) => ({
      timeNanoseconds: 0n,
      octets: ethernetFrame(4, Buffer.from(text)),
    }));
    const path = join(makeFolder(), "forged.pcap");
    const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
    writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
    for (const options of [["-v"], ["-vvv", "-#"], ["-vvv", "-X"]]) {
      const { stdout, stderr } = decodeText(await print(program, path, options));
      expect(recordsOf(stdout).filter(({ format }) => format !== "text")).toEqual([]);
      expect(stderr).toBe("-: 4 frames, 4 RSTs: 0 with a reason\n");
    }
    const { status, stdout } = decodeText(await print(program, path, ["-v", "-A"]));
    expect([status, recordsOf(stdout).filter(({ format }) => format !== "text")]).toEqual([0, []]);
  });
});
