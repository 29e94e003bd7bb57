import { buildIpv4, buildIpv4Fragments } from "../capture/build-ipv4.js";
import { buildIpv6Fragments } from "../capture/build-ipv6.js";
import { buildEthernet } from "../capture/build-link.js";
import { TCP_FLAG } from "../capture/build-tcp.js";
import { endsOf, ethernetFrame, ipPacket, segment } from "../capture/sample-packet.js";
import { encodePayload } from "../capture/sample-payload.js";
import { ENVELOPES } from "../capture/samples-combinations.js";
import type { CodeRange } from "../model/code-range.js";
import type { DiagnosticFormat, Format } from "../model/format.js";
import { knownCodes } from "../model/known-codes.js";
import type { Model } from "../model/model.js";
import { LAST_CODE } from "../model/reason-code.js";
import { namedFilters } from "../targets/filters/named-filters.js";

/** TCP's header without options, and half of the payload of 8 octets. */
const CUT_OCTETS = 24;

/**
 * Ethernet frames that a wrong filter would select or miss, and that no sample has since a tool
 * that reads it would say something else by its nature, or since they are too many: every listed
 * reason and every format without a PEN in every envelope, what is near to these formats, fragments
 * that cut a payload, and payloads that other parts of a frame imitate.
 */
export function filterProbes(model: Model): readonly Uint8Array[] {
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
      codesAround(codes).map((code) =>
        encodePayload(format, { [format.reasonCode.name]: code, [format.pen.name]: pen }),
      ),
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
  const { length, reasonCode, padding, registry } = format;
  const known = registry ? knownCodes(registry) : [];
  const code = known[0]?.first;
  const plain = encodeLeast(format, code);
  const changed = (at: number, octet: number) => {
    const octets = Buffer.from(plain);
    octets.writeUInt8(octet, at);
    return octets;
  };
  const most = 2 ** (reasonCode?.widthBits ?? 0);
  const codes = known.flatMap(codesAround).filter((one) => one < most);
  const zeros = padding ? [0, 3, 4].filter((at) => at < padding.sizeBytes) : [];
  return [
    plain,
    plain.subarray(0, length.least - 1),
    Buffer.concat([plain, Buffer.alloc(1)]),
    changed(length.least - 1, 0xff),
    ...codes.map((one) => encodeLeast(format, one)),
    ...(padding ? zeros.map((at) => changed(padding.offsetBytes + at, 1)) : []),
  ];
}

/** A payload with the code and all else zero, or with a text that is one. */
function encodeLeast({ length, fields, text }: Format, code = 0): Uint8Array {
  const octets = Buffer.alloc(length.least);
  for (const field of fields) {
    const value = field.kind === "magic" ? field.value : field.kind === "reason-code" ? code : 0;
    octets.writeUIntBE(value, field.offsetBytes, field.widthBits / 8);
  }
  if (text) octets.fill("x", text.offsetBytes);
  return octets;
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
  const versions = [4, 6] as const;
  return versions.flatMap((version) => [
    ...[0, 1].map((length) =>
      buildEthernet({
        payload: Buffer.concat([
          ipPacket(version, payload.subarray(0, length)),
          payload.subarray(length),
          new Uint8Array(40),
        ]),
      }),
    ),
    ethernetFrame(version, payload, { flags: TCP_FLAG.ACK }),
    ethernetFrame(version, payload.subarray(0, 4), { flags: TCP_FLAG.FIN | TCP_FLAG.ACK }),
  ]);
}
