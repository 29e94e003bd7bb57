import { createReadStream } from "node:fs";
import { CurrentPacket } from "../capture/ip-packet.js";
import { findIpHeader, NOT_FOUND } from "../capture/link-layer.js";
import { IP_PROTOCOL, LINK_TYPE } from "../capture/protocol-numbers.js";
import { readCapture } from "../capture/read-capture.js";
import { capturedPayload, SegmentReader } from "../capture/tcp-segment.js";
import type { Payload } from "../decode/printable-text.js";
import { readPayload } from "../decode/read-payload.js";
import { knownCodes } from "../model/code-range.js";
import type { DiagnosticFormat, Format } from "../model/format.js";
import { LAST_CODE } from "../model/identifiers.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import type { Reading } from "../model/record.js";
import type { CodeRange } from "../model/registry.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIpv4, buildIpv4Fragments, buildIpv6Fragments } from "../samples/build-ip.js";
import { buildEthernet } from "../samples/build-link.js";
import { endsOf, ethernetFrame, IP_VERSIONS, ipPacket, segment } from "../samples/sample-packet.js";
import { ENVELOPES } from "../samples/samples-carriers.js";
import type { Carrier } from "../targets/filters/capture-filter.js";
import { namedFilters } from "../targets/filters.js";

/** A frame as a capture has it. */
interface RawFrame {
  readonly linkType: number;
  readonly octets: Buffer;
}

/** What stands ahead of TCP in a frame, as far as a capture filter can walk. */
interface Reach {
  readonly carrier: Carrier;
  /** Number of VLAN tags. */
  readonly tags: number;
}

const ETHERNET_HEADER = 14;
const TAG = 4;

/** Where TCP is in a frame; undefined where the pack's filters say that they cannot see it. */
function reachOf({ linkType, octets }: RawFrame): Reach | undefined {
  const start = findIpHeader(linkType, octets);
  const packet = new CurrentPacket();
  if (start === NOT_FOUND || !packet.read(octets, start, octets.length, octets.length)) {
    return undefined;
  }
  const { protocol, payloadStart, addressLength } = packet;
  if (packet.isIpv4Fragment) return undefined;
  const tags = linkType === LINK_TYPE.ETHERNET ? (start - ETHERNET_HEADER) / TAG : 0;
  if (protocol === IP_PROTOCOL.TCP) return { carrier: addressLength === 4 ? "ipv4" : "ipv6", tags };
  const isHopByHop = addressLength === 16 && protocol === IP_PROTOCOL.HOP_BY_HOP;
  if (!isHopByHop || octets[payloadStart] !== IP_PROTOCOL.TCP) return undefined;
  return { carrier: "ipv6-hop-by-hop", tags };
}

/** TCP's header without options, and half of the payload of 8 octets. */
const CUT_OCTETS = 24;

/**
 * Ethernet frames that a wrong filter would select or miss, and that no sample has since a tool
 * that reads it would say something else by its nature, or since they are too many: every listed
 * reason and every format without a PEN in every envelope, what is near to these formats, fragments
 * that cut a payload, and payloads that other parts of a frame imitate.
 */
function filterProbes(model: Model): readonly Uint8Array[] {
  return [
    ...[...model.formats.flatMap(withoutPen), ...reasons(model)].flatMap((payload) =>
      ENVELOPES.map(({ pack }) => pack(payload)),
    ),
    ...model.diagnosticFormats.flatMap((format) => [...fragments(format), ...imitations(format)]),
  ];
}

/** The reasons that have filters of their own; of a range, both ends and what is beyond. */
function reasons(model: Model): readonly Uint8Array[] {
  return namedFilters(model).filters.flatMap(({ finds }) => {
    if (finds.kind !== "reason") return [];
    const { codes, pen = 0 } = finds;
    const formats = model.diagnosticFormats.filter(({ id }) => finds.formats.includes(id));
    return formats.flatMap((format) =>
      codesAround(codes).map((code) => encodePayload(format, codeValues(format, code, pen))),
    );
  });
}

function codesAround({ first, last }: CodeRange): readonly number[] {
  return first === last
    ? [first]
    : [first - 1, first, last, last + 1].filter((code) => code >= 0 && code <= LAST_CODE);
}

/** A payload of the least length, and what is shorter, longer, of another code or not all zero. */
function withoutPen(format: Format): readonly Uint8Array[] {
  if (format.pen) return [];
  const { length, reasonCode, padding, registry, text } = format;
  const encode = (code: number) => {
    const octets = encodePayload(format, { [reasonCode?.name ?? ""]: code });
    return text ? octets.fill(0x78, text.offsetBytes) : octets;
  };
  const known = registry ? knownCodes(registry) : [];
  const plain = encode(known[0]?.first ?? 0);
  const changed = (at: number, octet: number) => Buffer.from(plain).fill(octet, at, at + 1);
  const most = 2 ** (reasonCode?.widthBits ?? 0);
  const codes = known.flatMap(codesAround).filter((one) => one < most);
  const zeros = [0, 3, 4].filter((at) => at < (padding?.sizeBytes ?? 0));
  return [
    plain,
    plain.subarray(0, length.least - 1),
    Buffer.concat([plain, Buffer.alloc(1)]),
    changed(length.least - 1, 0xff),
    ...codes.map(encode),
    ...zeros.map((at) => changed((padding?.offsetBytes ?? 0) + at, 1)),
  ];
}

/** Of a whole segment none of these is one, whatever its first octets look like. */
function fragments(format: DiagnosticFormat): readonly Uint8Array[] {
  const payload = encodePayload(format, {});
  const four = { ...endsOf(4), payload: segment(4, payload), identification: 61 };
  const six = { ...endsOf(6), payload: segment(6, payload) };
  return [
    ...buildIpv4Fragments(four, CUT_OCTETS).slice(0, 1),
    ...buildIpv6Fragments(six, { identification: 62, sizeBytes: CUT_OCTETS }).slice(0, 1),
    buildIpv4({ ...four, identification: 63, moreFragments: true }),
  ].map((packet) => buildEthernet({ payload: packet }));
}

/** The magic number behind a segment that is too short for it, and in a segment that is no RST. */
function imitations(format: DiagnosticFormat): readonly Uint8Array[] {
  const payload = encodePayload(format, {});
  return IP_VERSIONS.flatMap((version) => [
    ...[0, 1].map((length) => {
      const packet = ipPacket(version, payload.subarray(0, length));
      const behind = [payload.subarray(length), new Uint8Array(40)];
      return buildEthernet({ payload: Buffer.concat([packet, ...behind]) });
    }),
    ethernetFrame(version, payload, { flags: TCP_FLAG.ACK }),
    ethernetFrame(version, payload.subarray(0, 4), { flags: TCP_FLAG.FIN | TCP_FLAG.ACK }),
  ]);
}

/** A frame that filters are tried on, and what the reference decoder knows of it. */
export interface FilterFrame extends RawFrame {
  readonly sample: string;
  readonly number: number;
  /** Octets on the wire. */
  readonly originalLength: number;
  /** Of an RST segment. */
  readonly payload: Payload | undefined;
  readonly reading: Reading | undefined;
  readonly reach: Reach | undefined;
}

/** All frames of the samples, each read in its own file, then those that are in no sample. */
export async function readFilterFrames(
  model: Model,
  samples: readonly { readonly name: string; readonly path: string }[],
): Promise<readonly FilterFrame[]> {
  const frames: FilterFrame[] = [];
  for (const { name, path } of samples) {
    const resets = new SegmentReader(TCP_FLAG.RST);
    await readCapture(createReadStream(path), ({ number, linkType, octets, originalLength }) => {
      const copy = { linkType, octets: Buffer.from(octets), originalLength };
      frames.push(describe(model, resets, { sample: name, number, ...copy }));
    });
  }
  const probes = filterProbes(model).map((probe, at) => {
    const octets = Buffer.from(probe);
    const frame = { linkType: LINK_TYPE.ETHERNET, octets, originalLength: octets.length };
    const resets = new SegmentReader(TCP_FLAG.RST);
    return describe(model, resets, { sample: "probes", number: at + 1, ...frame });
  });
  return [...frames, ...probes];
}

function describe(
  model: Model,
  resets: SegmentReader,
  frame: Omit<FilterFrame, "payload" | "reading" | "reach">,
): FilterFrame {
  const { octets } = frame;
  const segment = resets.read({ ...frame, window: octets, start: 0, end: octets.length });
  const payload = segment && { octets: capturedPayload(segment), lengthBytes: segment.lengthBytes };
  const reading = payload && readPayload(model, payload);
  return { ...frame, payload, reading, reach: reachOf(frame) };
}
