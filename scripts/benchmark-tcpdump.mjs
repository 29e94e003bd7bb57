// Prints what the patch costs: user CPU of the patched tcpdump as a ratio to that of stock, medians
// of interleaved runs; nothing here passes or fails. `npm run bench:tcpdump -- ROUNDS` (default 15).
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TCP_FLAG } from "../build/model/tcp-flag.js";
import { buildIpv4 } from "../build/samples/build-ip.js";
import { buildEthernet } from "../build/samples/build-link.js";
import { buildTcp } from "../build/samples/build-tcp.js";
import { writePcap } from "../build/samples/write-pcap.js";
import { target } from "../build/targets/tcpdump.js";
import { buildTcpdump } from "../build/verify/tcpdump-build.js";
import { CACHE, ownModel, patchFor } from "./tcpdump-setting.mjs";

const PACKETS = 300_000;
const ROUNDS = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "rstdiag-benchmark-"));

/**
 * @param {number} rows
 * @returns {string} path of the patch for a registry with so many causes
 */
function makePatch(rows) {
  const model = ownModel();
  const [format] = model.diagnosticFormats;
  const registry = {
    ...format.registry,
    rows: Array.from({ length: rows }, (_, code) => ({
      first: code,
      last: code,
      description: `Cause ${code}`,
      reference: "",
      category: "assigned",
    })),
  };
  const home = join(folder, String(rows));
  for (const { path, content } of target({
    ...model,
    diagnosticFormats: [{ ...format, registry }],
  })) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  }
  return join(home, "tcpdump/rst-diagnostic-4.99.patch");
}

/** @param {string} patchPath */
async function build(patchPath) {
  const built = await buildTcpdump({ folder: CACHE, patchPath });
  if (built.kind !== "built") throw new Error(`${built.reason} ${built.output ?? ""}`);
  return built;
}

/** @param {number} index @param {Uint8Array} [payload] a reset where there is one */
function packet(index, payload) {
  const ends = { source: "192.0.2.1", destination: "198.51.100.7" };
  const segment = buildTcp({
    ...ends,
    sourcePort: 40000 + (index % 1000),
    destinationPort: 49152,
    flags: payload ? TCP_FLAG.RST | TCP_FLAG.ACK : TCP_FLAG.ACK,
    payload: payload ?? Buffer.alloc(64, 0x2e),
  });
  return buildEthernet({ payload: buildIpv4({ ...ends, payload: segment }) });
}

/** @param {number} code */
function diagnostic(code) {
  const octets = Buffer.from("33aa000000000000", "hex");
  octets.writeUInt16BE(code, 2);
  return octets;
}

/**
 * @param {string} name
 * @param {(index: number) => Uint8Array} make
 * @returns {string} path
 */
function makeCapture(name, make) {
  const path = join(folder, `${name}.pcap`);
  const packets = Array.from({ length: PACKETS }, (_, index) => ({
    timeNanoseconds: BigInt(index) * 1_000_000n,
    octets: make(index),
  }));
  const file = { byteOrder: "little", resolution: "microseconds", linkType: 1 };
  writeFileSync(path, writePcap({ ...file, snapLength: 262_144, packets }));
  return path;
}

/** @returns {number} seconds of user CPU */
function time(program, option, capture) {
  const script = 'TIMEFORMAT=%3U; time "$@" >/dev/null 2>&1';
  const args = ["-c", script, "bash", program, "-n", option, "-r", capture];
  const { stderr, status } = spawnSync("bash", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return Number(stderr);
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {string} title
 * @param {ReadonlyArray<readonly [name: string, program: string]>} programs the first is stock
 */
function compare(title, option, capture, programs) {
  const times = programs.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    programs.forEach(([, program], at) => {
      times[at].push(time(program, option, capture));
    });
  }
  const base = median(times[0]);
  console.log(`${title}, ${option}, medians of ${ROUNDS}`);
  programs.forEach(([name], at) => {
    const seconds = median(times[at]);
    console.log(`  ${name}: ${seconds.toFixed(3)} s, ratio ${(seconds / base).toFixed(3)}`);
  });
}

try {
  console.log(`${cpus().length} cores, ${cpus()[0]?.model}`);
  const own = await build(patchFor("4.99"));
  const many = await build(makePatch(5000));
  const all = await build(makePatch(65_535));
  const programs = [
    ["stock", own.stockProgram],
    ["stock again", own.stockProgram],
    ["patched", own.program],
    ["patched, 5,000 causes", many.program],
    ["patched, 65,535 causes", all.program],
  ];
  const mixed = makeCapture("mixed", (index) =>
    packet(index, index % 100 === 99 ? diagnostic((index / 100) % 18) : undefined),
  );
  compare(
    `${PACKETS} packets, one of a hundred a reset, tcpdump ${own.version}`,
    "-v",
    mixed,
    programs,
  );
  const texts = makeCapture("texts", (index) => packet(index, Buffer.from("go away!")));
  compare(`${PACKETS} resets with text`, "-v", texts, programs);
  const resets = makeCapture("resets", (index) => packet(index, diagnostic(1 + (index % 17))));
  compare(`${PACKETS} resets, each of them looked up`, "-vv", resets, programs);
  const spread = makeCapture("spread", (index) => packet(index, diagnostic((index * 7) % 5000)));
  compare(`${PACKETS} resets with 5,000 codes`, "-vv", spread, programs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
