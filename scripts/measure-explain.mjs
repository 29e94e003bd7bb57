// Prints how fast `rstdiag explain` reads a large capture, how much memory it takes, and how long
// the tools take that a user would run instead. Makes the capture itself; nothing passes or fails.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MEGABYTE = 1_000_000;
const CLI = fileURLToPath(new URL("../build/cli.js", import.meta.url));
const OPEN_CONNECTIONS = 2000;
const SEGMENTS = 24;
const ACK = 16;
/** SYN, SYN and ACK. */
const OPENING = [2, 18];

/** @param {number} number RST and ACK, or FIN and ACK */
const endOf = (number) => (number % 20 === 0 ? 20 : 17);

const { buildIpv4 } = await import("../build/capture/build-ipv4.js");
const { buildEthernet } = await import("../build/capture/build-link.js");
const { buildTcp } = await import("../build/capture/build-tcp.js");

/**
 * One of the connections that are open at the same time: a handshake, data both ways, then FINs,
 * or for one of twenty an RST.
 *
 * @param {number} number
 * @param {number} step
 */
function segmentOf(number, step) {
  const client = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const isClient = step % 2 === 0;
  const ends = isClient
    ? { source: client, destination: "198.51.100.7", sourcePort: 40000, destinationPort: 443 }
    : { source: "198.51.100.7", destination: client, sourcePort: 443, destinationPort: 40000 };
  const sent = Math.max(0, Math.floor((step - 2) / 2)) * 700;
  const isLast = step >= SEGMENTS - 2;
  const flags = OPENING[step] ?? (isLast ? endOf(number) : ACK);
  const payload = step > 2 && !isLast ? Buffer.alloc(700, 46) : new Uint8Array();
  const numbers = {
    sequenceNumber: step < 2 ? 1000 : 1001 + sent,
    acknowledgmentNumber: step === 0 ? 0 : step === 1 ? 1001 : 1001 + sent,
  };
  const tcp = buildTcp({ ...ends, ...numbers, flags, window: 500, payload });
  return buildEthernet({
    payload: buildIpv4({
      ...ends,
      payload: tcp,
      identification: step,
      timeToLive: isClient ? 64 : 57,
    }),
  });
}

/**
 * @param {string} path
 * @param {number} octets
 */
function makeCapture(path, octets) {
  const file = openSync(path, "w");
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  writeSync(file, header);
  let written = header.length;
  let frames = 0;
  for (let round = 0; written < octets; round += 1) {
    const records = [];
    for (let step = 0; step < SEGMENTS; step += 1) {
      for (let at = 0; at < OPEN_CONNECTIONS; at += 1) {
        const octetsOfFrame = segmentOf(round * OPEN_CONNECTIONS + at, step);
        const record = Buffer.alloc(16);
        record.writeUInt32LE(1_700_000_000 + round * 10 + Math.floor(step / 4), 0);
        record.writeUInt32LE(((step % 4) * OPEN_CONNECTIONS + at) * 100, 4);
        record.writeUInt32LE(octetsOfFrame.length, 8);
        record.writeUInt32LE(octetsOfFrame.length, 12);
        records.push(record, octetsOfFrame);
        frames += 1;
      }
    }
    const chunk = Buffer.concat(records);
    writeSync(file, chunk);
    written += chunk.length;
  }
  closeSync(file);
  return { frames, octets: written };
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ seconds: number, peak: number, message: string }>}
 */
function runExplain(args) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let peak = 0;
    let message = "";
    child.stderr.on("data", (text) => {
      message += text;
    });
    const timer = setInterval(() => {
      peak = Math.max(peak, readPeak(child.pid ?? 0));
    }, 50);
    child.on("error", reject);
    child.on("close", () => {
      clearInterval(timer);
      resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peak, message });
    });
  });
}

/** @param {number} pid */
function readPeak(pid) {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

/** @param {readonly string[]} command */
function time([program = "", ...args]) {
  const start = process.hrtime.bigint();
  const { error } = spawnSync(program, args, { stdio: "ignore" });
  return error ? undefined : Number(process.hrtime.bigint() - start) / 1e9;
}

const total = Number(process.argv[2] ?? 1000) * MEGABYTE;
const folder = mkdtempSync(join(tmpdir(), "rstdiag-large-"));
try {
  for (const octets of [total / 8, total]) {
    const path = join(folder, "capture.pcap");
    const made = makeCapture(path, octets);
    const { seconds, peak, message } = await runExplain(["explain", "--json", path]);
    const rate = made.octets / MEGABYTE / seconds;
    console.log(
      `${(made.octets / MEGABYTE).toFixed(0)} MB, ${made.frames} frames: ${seconds.toFixed(1)} s, ` +
        `${rate.toFixed(0)} MB/s, ${peak.toFixed(0)} MB of memory at most`,
    );
    console.log(`  ${message.trim().replace(path, "capture")}`);
    console.log(`  1 TB: ${(1e6 / rate / 3600).toFixed(1)} hours of one core`);
    const decode = time([process.execPath, CLI, "decode", "--json", path]);
    const tcpdump = time([
      "tcpdump",
      "-r",
      path,
      "-w",
      "/dev/null",
      "tcp[tcpflags] & tcp-rst != 0",
    ]);
    if (decode !== undefined) console.log(`  decode: ${decode.toFixed(1)} s`);
    if (tcpdump !== undefined) {
      console.log(
        `  tcpdump with a filter: ${tcpdump.toFixed(2)} s, ratio ${(seconds / tcpdump).toFixed(1)}`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
