import { type Format, isDiagnostic, type PatternPart } from "../model/format.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { isUsable, type Registry } from "../model/registry.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIpv4 } from "./build-ip.js";
import { buildEthernet } from "./build-link.js";
import { expectOpaque, expectText, wholeOf, wordsOf } from "./expectation.js";
import {
  beginsWithMagic,
  endsOf,
  ethernetFrame,
  ipPacket,
  overBoth,
  overIpv4,
  type SamplePacket,
  segment,
} from "./sample-packet.js";

/** Printable in every way: letters of several scripts, lines, a character of four octets. */
const TEXTS = [
  "Connection refused",
  "Zeit\u00fcberschreitung, \u8d85\u6642, \u{1f6d1}",
  "two lines\r\nand a\ttab",
];

/** For cuts at an octet, which is then a character. */
const ASCII_TEXTS = ["Connection refused", "Try again later"];

/** Octets that are no printable text, and why. */
const NO_TEXTS = [
  { why: "a control character", octets: Buffer.from("go\u0007away") },
  { why: "an override of the direction", octets: Buffer.from("go \u202eaway") },
  { why: "a lone continuation octet", octets: Buffer.from("676f2080206177", "hex") },
  { why: "an overlong form", octets: Buffer.from("676f20c0af6177", "hex") },
  { why: "half of a surrogate pair", octets: Buffer.from("676f20eda0806177", "hex") },
  { why: "an incomplete character at the end", octets: Buffer.from("676f206177e282", "hex") },
  { why: "a byte order mark", octets: Buffer.from("\ufeffgo away") },
];

/** Payloads of all formats but the diagnostic one, and of those that nearly are. */
export function otherFormats(model: Model): readonly SamplePacket[] {
  return model.formats
    .filter((format) => !isDiagnostic(format))
    .flatMap((format) => [
      ...(format.registry ? shapes(model, format, format.registry) : []),
      ...(format.text && format.magic ? described(model, format) : []),
      ...(format.text && !format.magic ? texts(model, format) : []),
    ]);
}

/** Payloads that nothing but their shape tells, each code of each revision. */
function shapes(model: Model, format: Format, registry: Registry): readonly SamplePacket[] {
  const { title, length, reasonCode } = format;
  const { least } = length;
  const rows = [registry, ...registry.others].flatMap((revision) => revision.rows);
  const codes: readonly number[] = rows.filter(isUsable).map(({ first }) => first);
  const [code = 1] = codes;
  const unknown = Array.from({ length: 256 }, (_, at) => at).find((one) => !codes.includes(one));
  const encode = (one: number, octets = least) =>
    encodePayload(format, { [reasonCode?.name ?? ""]: one }, octets);
  const expectCode = (one: number, isCut: boolean) => ({
    facts: { ...wholeOf(format, isCut), reasonCode: one, ...wordsOf(registry, one) },
  });
  const stray = encode(code);
  stray.set([1], stray.length - 1);
  const opaque = expectOpaque(model);
  return [
    ...[...new Set(codes)].flatMap((one) =>
      overBoth(`${title} ${one}`, encode(one), expectCode(one, false)),
    ),
    ...[1, 2, 500].map((captured) => {
      const sentence = `${title} ${code}: ${captured} of ${least} octets captured`;
      return overIpv4(sentence, encode(code), expectCode(code, true), captured);
    }),
    overIpv4(
      `As ${title}, but with code ${unknown}, which no revision knows`,
      encode(unknown ?? 255),
      opaque,
    ),
    overIpv4(`As ${title}, but its last octet is not zero`, stray, opaque),
    overIpv4(`As ${title}, but an octet longer`, encode(code, least + 1), opaque),
  ];
}

/** A text behind a magic number: what is no text is malformed. */
function described(model: Model, format: Format): readonly SamplePacket[] {
  const { title, length, text, magic } = format;
  const head = encodePayload(format, {}, (magic?.widthBits ?? 0) / 8);
  const encode = (octets: Uint8Array) => Buffer.concat([head, octets]);
  const malformed = (problem = "") => {
    const status = "malformed" as const;
    return { facts: { format: format.id, status, numbers: {}, problems: [problem] } };
  };
  const [first = ""] = TEXTS;
  const whole = encode(Buffer.from(first));
  return [
    ...TEXTS.map((words) => {
      const expected = { facts: { ...wholeOf(format, false), text: words } };
      return overIpv4(`${title}: ${JSON.stringify(words)}`, encode(Buffer.from(words)), expected);
    }),
    ...NO_TEXTS.map(({ why, octets }) =>
      overIpv4(
        `${title}: malformed, the text has ${why}`,
        encode(octets),
        malformed(text?.problem),
      ),
    ),
    overIpv4(`${title}: malformed, without a text`, head, malformed(length.problem)),
    ...[1, 2, 3, 9].map((captured) => {
      const seen = first.slice(0, Math.max(0, captured - head.length));
      const facts = { ...wholeOf(format, true), ...(seen !== "" && { text: seen }) };
      const expected = captured < head.length ? expectOpaque(model, true) : { facts };
      const sentence = `${title}: ${captured} of ${whole.length} octets captured`;
      return overIpv4(sentence, whole, expected, captured);
    }),
  ];
}

/** A text alone, and those that known software writes. */
function texts(model: Model, format: Format): readonly SamplePacket[] {
  const least = format.length.least;
  const isPlain = (words: string) => !beginsWithMagic(model, Buffer.from(words));
  const ascii = ASCII_TEXTS.find(isPlain) ?? "";
  const long = "All work and no play makes Jack a dull boy. ".repeat(20);
  const cut = Buffer.from("caf\u00e9 \u8d85\u6642");
  return [
    ...[...TEXTS.filter(isPlain), long].flatMap((words) => {
      const shown = `: ${JSON.stringify(words.slice(0, 40))}`;
      return overBoth("Text", Buffer.from(words), expectText(model, words), shown);
    }),
    ...NO_TEXTS.map(({ why, octets }) => overIpv4(`No text: ${why}`, octets, expectOpaque(model))),
    overIpv4(
      `Printable, but shorter than ${least} octets`,
      Buffer.from("x".repeat(least - 1)),
      expectOpaque(model),
    ),
    ...[least - 1, least, 8].map((captured) => {
      const expected =
        captured < least
          ? expectOpaque(model, true)
          : expectText(model, ascii.slice(0, captured), true);
      const sentence = `Text: ${captured} of ${ascii.length} octets captured`;
      return overIpv4(sentence, Buffer.from(ascii), expected, captured);
    }),
    overIpv4(
      "Text cut within a character, which is then left out",
      cut,
      expectText(model, "caf\u00e9 ", true),
      cut.length - 4,
    ),
    ...format.patterns.flatMap(({ id, title, parts }) => {
      const reason = "TCP RST from remote system";
      return [true, false].map((hasOptional) => {
        const words = parts.map((part) => writePart(part, reason, hasOptional)).join("");
        const { facts } = expectText(model, words);
        const expected = facts ? { facts: { ...facts, pattern: id, reason } } : {};
        return overIpv4(`${title}: ${JSON.stringify(words)}`, Buffer.from(words), expected);
      });
    }),
  ];
}

function writePart(part: PatternPart, reason: string, hasOptional: boolean): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "optional":
      return hasOptional ? part.text : "";
    case "decimal":
      return "3045";
    case "hexadecimal":
      return "11c5672";
    case "reason":
      return reason;
    default:
      return part satisfies never;
  }
}

const EMPTY = new Uint8Array();

/** Packets that nearly are diagnostic payloads: in none of them one must be seen. */
export function lookAlikes(model: Model): readonly SamplePacket[] {
  const misses = model.diagnosticFormats.flatMap((format) =>
    nearMisses(encodePayload(format, codeValues(format, 14, 0)), model),
  );
  return [...misses, ...plainTexts(model), mptcp()];
}

function nearMisses(payload: Uint8Array, model: Model): readonly SamplePacket[] {
  const swapped = Buffer.from(payload);
  swapped.subarray(0, 2).swap16();
  const late = Buffer.concat([Buffer.of(0), payload.subarray(0, -1)]);
  const wrongBeginnings = [
    { sentence: "The octets of the magic number swapped", begin: swapped },
    { sentence: "The magic number one octet late", begin: late },
  ].filter(({ begin }) => !beginsWithMagic(model, begin));
  const first = segment(4, payload, { options: Buffer.alloc(4, 1) }).subarray(0, 24);
  const fragment = { ...endsOf(4), payload: first, identification: 7, moreFragments: true };
  return [
    {
      sentence: "The octets of a diagnostic payload in a segment with PSH and ACK, but no RST",
      octets: ethernetFrame(4, payload, { flags: TCP_FLAG.PSH | TCP_FLAG.ACK }),
    },
    {
      sentence: "The octets of a diagnostic payload in a segment with FIN and ACK, over IPv6",
      octets: ethernetFrame(6, payload, { flags: TCP_FLAG.FIN | TCP_FLAG.ACK }),
    },
    overIpv4("An RST segment without payload", EMPTY),
    { sentence: "An RST segment without payload, over IPv6", octets: ethernetFrame(6, EMPTY) },
    {
      sentence: "An RST segment without payload, and the octets of one as Ethernet trailer",
      octets: buildEthernet({ payload: Buffer.concat([ipPacket(4, EMPTY), payload]) }),
    },
    ...wrongBeginnings.map(({ sentence, begin }) => overIpv4(sentence, begin, expectOpaque(model))),
    overIpv4(
      "The first octet of the magic number alone",
      payload.subarray(0, 1),
      expectOpaque(model),
    ),
    {
      sentence: "The first fragment of an RST segment, its payload in another that is not there",
      octets: buildEthernet({ payload: buildIpv4(fragment) }),
    },
  ];
}

function plainTexts(model: Model): readonly SamplePacket[] {
  const forged = ", length 8 [RST: code 9, pen 0";
  return ["Connection refused", "3 strikes", "Not now!", forged]
    .filter((text) => !beginsWithMagic(model, Buffer.from(text)))
    .map((text) => {
      const what = `Plain text of ${text.length} octets`;
      const sentence = `${what} in an RST segment (RFC 1122, section 4.2.2.12)`;
      return overIpv4(sentence, Buffer.from(text), expectText(model, text));
    });
}

/** MP_TCPRST, flag T, reason 1 (RFC 8684, section 3.6). */
function mptcp(): SamplePacket {
  return {
    sentence: "An RST segment without payload whose MPTCP option states a reason",
    octets: ethernetFrame(4, EMPTY, { options: Buffer.of(30, 4, 0x81, 1) }),
  };
}
