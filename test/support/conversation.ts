import { LINK_TYPE } from "../../generator/capture/protocol-numbers.js";
import type { Side } from "../../generator/explain/core/history.js";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Failure } from "../../generator/model/failure.js";
import type { Finding } from "../../generator/model/finding.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import { buildIcmpError } from "../../generator/samples/build-icmp.js";
import { buildIpv4 } from "../../generator/samples/build-ip.js";
import { buildTcp } from "../../generator/samples/build-tcp.js";
import { type PcapPacket, writePcap } from "../../generator/samples/write-pcap.js";
import { chunksOf } from "./decode.js";
import { ownModel } from "./models.js";

/** What of a segment is not as the connection would have it; only for tests. */
export interface SegmentChange {
  readonly flags?: number;
  readonly payload?: Uint8Array;
  /** Relative to the sender's first number. */
  readonly sequence?: number;
  /** Relative to the other end's first number. */
  readonly acknowledgment?: number;
  readonly rawSequence?: number;
  readonly window?: number;
  readonly timeToLive?: number;
  readonly identification?: number;
  readonly options?: Uint8Array;
}

/** What an ICMP error says, and what of the last segment it quotes; only for tests. */
export interface IcmpChange {
  readonly type?: number;
  readonly code?: number;
  readonly rest?: number;
  /** Octets of the quoted packet: an IP header and 8 of TCP where absent. */
  readonly octets?: number;
  readonly change?: (quoted: Buffer) => void;
}

/** Who sends the ICMP errors of tests. */
export const ROUTER = "203.0.113.1";

interface EndState {
  readonly address: string;
  readonly port: number;
  readonly first: number;
  next: number;
  timeToLive: number;
  identification: number;
  window: number;
}

const ACK = TCP_FLAG.ACK;
const STEP_SECONDS = 0.001;
const SYN_OPTIONS = Uint8Array.of(2, 4, 5, 0xb4, 1, 3, 3, 7);
const START_SECONDS = 1_700_000_000;

/** One connection that a test makes, segment by segment, 1 ms each; only for tests. */
export class Conversation {
  readonly packets: PcapPacket[] = [];
  readonly ends: Record<Side, EndState>;
  /** Timestamps in every segment but those that say otherwise. */
  timestamps = false;
  seconds: number;

  constructor({
    clientPort = 49152,
    serverPort = 443,
    client = "192.0.2.1",
    server = "198.51.100.7",
    start = 0,
    first = 1000,
  } = {}) {
    this.seconds = START_SECONDS + start;
    this.ends = {
      client: end({ address: client, port: clientPort, first, timeToLive: 64 }),
      server: end({ address: server, port: serverPort, first: 5000, timeToLive: 57 }),
    };
  }

  /** Lets time go by. */
  wait(seconds: number): this {
    this.seconds += seconds;
    return this;
  }

  /** Sends a segment; what it takes of the sequence space is counted. */
  send(from: Side, change: SegmentChange = {}): this {
    const own = this.ends[from];
    const peer = this.ends[from === "client" ? "server" : "client"];
    const { flags = ACK, payload = new Uint8Array(), sequence = own.next } = change;
    const acknowledgment = change.acknowledgment ?? peer.next;
    own.identification = (own.identification + 1) & 0xffff;
    const segment = buildTcp({
      source: own.address,
      destination: peer.address,
      sourcePort: own.port,
      destinationPort: peer.port,
      sequenceNumber: change.rawSequence ?? (own.first + sequence) >>> 0,
      acknowledgmentNumber: (flags & ACK) === 0 ? 0 : (peer.first + acknowledgment) >>> 0,
      flags,
      window: change.window ?? own.window,
      options: change.options ?? this.#options(flags),
      payload,
    });
    const packet = buildIpv4({
      source: own.address,
      destination: peer.address,
      payload: segment,
      timeToLive: change.timeToLive ?? own.timeToLive,
      identification: change.identification ?? own.identification,
    });
    const taken = payload.length + (flags & (TCP_FLAG.SYN | TCP_FLAG.FIN) ? 1 : 0);
    if ((flags & TCP_FLAG.RST) === 0) own.next = Math.max(own.next, sequence + taken);
    const timeNanoseconds = BigInt(Math.round(this.seconds * 1e6)) * 1000n;
    this.packets.push({ timeNanoseconds, octets: packet });
    return this.wait(STEP_SECONDS);
  }

  syn(): this {
    return this.send("client", { flags: TCP_FLAG.SYN, sequence: 0, window: 64240 });
  }

  synAck(): this {
    return this.send("server", { flags: TCP_FLAG.SYN | ACK, sequence: 0, window: 65160 });
  }

  handshake(): this {
    return this.syn().synAck().send("client");
  }

  /** Data, and the ACK of it. */
  exchange(from: Side, octets = 100): this {
    return this.data(from, octets).send(from === "client" ? "server" : "client");
  }

  data(from: Side, octets = 100): this {
    return this.send(from, { payload: new Uint8Array(octets).fill(0x2e) });
  }

  fin(from: Side): this {
    return this.send(from, { flags: TCP_FLAG.FIN | ACK });
  }

  /** As a live connection resets: RST and ACK, its own next number, a window. */
  abort(from: Side, change: SegmentChange = {}): this {
    return this.send(from, { flags: TCP_FLAG.RST | ACK, ...change });
  }

  /** As a host answers a segment of a connection that it does not know. */
  refuse(from: Side, change: SegmentChange = {}): this {
    return this.send(from, {
      flags: TCP_FLAG.RST,
      window: 0,
      identification: 0,
      options: new Uint8Array(),
      ...change,
    });
  }

  /** As a host answers a SYN to a closed port. */
  refuseSyn(change: SegmentChange = {}): this {
    const flags = TCP_FLAG.RST | ACK;
    return this.refuse("server", { flags, rawSequence: 0, ...change });
  }

  /** A router sends an ICMP error about the last packet to `to`, who sent that: host unreachable. */
  icmp(to: Side, { type = 3, code = 1, rest = 0, octets = 28, change }: IcmpChange = {}): this {
    const last = this.packets.at(-1)?.octets ?? new Uint8Array();
    const quoted = Buffer.from(last.subarray(0, octets));
    change?.(quoted);
    const timeNanoseconds = BigInt(Math.round(this.seconds * 1e6)) * 1000n;
    const ends = { source: ROUTER, destination: this.ends[to].address };
    const octetsOfError = buildIcmpError({ ...ends, type, code, rest, quoted });
    this.packets.push({ timeNanoseconds, octets: octetsOfError });
    return this.wait(STEP_SECONDS);
  }

  #options(flags: number): Uint8Array {
    const timestamps = Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2);
    const own = this.timestamps ? [...timestamps] : [];
    return Uint8Array.from((flags & TCP_FLAG.SYN) === 0 ? own : [...SYN_OPTIONS, ...own]);
  }
}

function end(fixed: Pick<EndState, "address" | "port" | "first" | "timeToLive">): EndState {
  return { ...fixed, next: 0, identification: fixed.port, window: 502 };
}

/** Packets of several conversations in the order of their times; only for tests. */
export function captureOf(...conversations: readonly Conversation[]): Uint8Array {
  const packets = conversations.flatMap((one) => one.packets);
  packets.sort((a, b) => Number(a.timeNanoseconds - b.timeNanoseconds));
  return pcapOf(packets);
}

/** A capture of raw IP packets; only for tests. */
export function pcapOf(packets: readonly PcapPacket[]): Uint8Array {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.RAW,
    snapLength: 262_144,
    packets,
  });
}

/** All findings of a capture; only for tests. */
export async function findingsOf(
  capture: Uint8Array,
  { connectionLimit = 1024, isReadTwice = false } = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  await explainCapture(ownModel(), chunksOf(capture), {
    consume: (finding) => findings.push(finding),
    ...(isReadTwice && { ahead: () => chunksOf(capture) }),
    counts,
    connectionLimit,
  });
  return findings;
}

/** All failures without an RST of a capture; only for tests. */
export async function failuresOf(
  capture: Uint8Array,
  { connectionLimit = 1024 } = {},
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  await explainCapture(ownModel(), chunksOf(capture), {
    consume: () => {},
    onFailure: (failure) => failures.push(failure),
    counts,
    connectionLimit,
  });
  return failures;
}

/** The one finding of conversations of which one was reset; only for tests. */
export async function findingOf(...conversations: readonly Conversation[]): Promise<Finding> {
  const [finding, ...others] = await findingsOf(captureOf(...conversations));
  if (finding === undefined || others.length > 0) {
    throw new Error(`${others.length + (finding ? 1 : 0)} findings`);
  }
  return finding;
}
