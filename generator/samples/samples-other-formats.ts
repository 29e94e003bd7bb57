import { type Format, findOtherReadings, isDiagnostic } from "../model/format.js";
import type { Model } from "../model/model.js";
import { findCause, isUsable, type Registry } from "../model/registry.js";
import type { ExpectedFacts } from "./expectation.js";
import { ethernetFrame, type SamplePacket } from "./sample-packet.js";
import {
  beginsWithMagic,
  expectOpaque,
  expectText,
  wholeOf,
  writePattern,
} from "./sample-payload.js";

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
  const codes: readonly number[] = [registry, ...registry.others].flatMap(({ rows }) =>
    rows.filter(isUsable).map(({ first }) => first),
  );
  const [code = 1] = codes;
  const unknown = Array.from({ length: 256 }, (_, at) => at).find((one) => !codes.includes(one));
  const stray = Buffer.from(encodeShape(format, code));
  stray.writeUInt8(1, stray.length - 1);
  const longer = Buffer.concat([encodeShape(format, code), Buffer.alloc(1)]);
  return [
    ...[...new Set(codes)].flatMap((one) => {
      const facts = expectCode(format, registry, one, false);
      const octets = encodeShape(format, one);
      return ([4, 6] as const).map((version) => ({
        sentence: `${format.title} ${one} over IPv${version}`,
        facts,
        octets: ethernetFrame(version, octets),
      }));
    }),
    ...[1, 2, 500].map((captured) => ({
      sentence: `${format.title} ${code}: ${captured} of ${format.length.least} octets captured`,
      facts: expectCode(format, registry, code, true),
      octets: ethernetFrame(4, encodeShape(format, code)),
      cutOctets: format.length.least - captured,
    })),
    {
      sentence: `As ${format.title}, but with code ${unknown}, which no revision knows`,
      ...expectOpaque(model),
      octets: ethernetFrame(4, encodeShape(format, unknown ?? 255)),
    },
    {
      sentence: `As ${format.title}, but its last octet is not zero`,
      ...expectOpaque(model),
      octets: ethernetFrame(4, stray),
    },
    {
      sentence: `As ${format.title}, but an octet longer`,
      ...expectOpaque(model),
      octets: ethernetFrame(4, longer),
    },
  ];
}

function encodeShape({ length, reasonCode, fields }: Format, code: number): Uint8Array {
  const octets = Buffer.alloc(length.least);
  for (const field of fields) {
    const value = field === reasonCode ? code : field.kind === "magic" ? field.value : 0;
    octets.writeUIntBE(value, field.offsetBytes, field.widthBits / 8);
  }
  return octets;
}

function expectCode(
  format: Format,
  registry: Registry,
  code: number,
  isCut: boolean,
): ExpectedFacts {
  const reason = findCause(registry, code)?.description;
  const otherReadings = findOtherReadings(registry, code);
  return {
    ...wholeOf(format, isCut),
    reasonCode: code,
    ...(reason !== undefined && { reason }),
    ...(otherReadings.length > 0 && { otherReadings }),
  };
}

/** A text behind a magic number: what is no text is malformed. */
function described(model: Model, format: Format): readonly SamplePacket[] {
  const { length, text } = format;
  const [first = ""] = TEXTS;
  const encode = (octets: Uint8Array) => Buffer.concat([magicOf(format), octets]);
  const malformed = { format: format.id, status: "malformed", numbers: {} } as const;
  const whole = encode(Buffer.from(first));
  return [
    ...TEXTS.map((words) => ({
      sentence: `${format.title}: ${JSON.stringify(words)}`,
      facts: { ...wholeOf(format, false), text: words },
      octets: ethernetFrame(4, encode(Buffer.from(words))),
    })),
    ...NO_TEXTS.map(({ why, octets }) => ({
      sentence: `${format.title}: malformed, the text has ${why}`,
      facts: { ...malformed, problems: text?.problem === undefined ? [] : [text.problem] },
      octets: ethernetFrame(4, encode(octets)),
    })),
    {
      sentence: `${format.title}: malformed, without a text`,
      facts: { ...malformed, problems: length.problem === undefined ? [] : [length.problem] },
      octets: ethernetFrame(4, magicOf(format)),
    },
    ...[1, 2, 3, 9].map((captured) => {
      const seen = first.slice(0, Math.max(0, captured - 2));
      return {
        sentence: `${format.title}: ${captured} of ${whole.length} octets captured`,
        ...(captured < 2
          ? expectOpaque(model, true)
          : { facts: { ...wholeOf(format, true), ...(seen !== "" && { text: seen }) } }),
        octets: ethernetFrame(4, whole),
        cutOctets: whole.length - captured,
      };
    }),
  ];
}

function magicOf({ magic }: Format): Uint8Array {
  const octets = Buffer.alloc((magic?.widthBits ?? 0) / 8);
  if (magic) octets.writeUIntBE(magic.value, 0, octets.length);
  return octets;
}

/** A text alone, and those that known software writes. */
function texts(model: Model, format: Format): readonly SamplePacket[] {
  const least = format.length.least;
  const isPlain = (words: string) => !beginsWithMagic(model, Buffer.from(words));
  const plain = TEXTS.filter(isPlain);
  const ascii = ASCII_TEXTS.find(isPlain) ?? "";
  const long = "All work and no play makes Jack a dull boy. ".repeat(20);
  return [
    ...[...plain, long].flatMap((words) =>
      ([4, 6] as const).map((version) => ({
        sentence: `Text over IPv${version}: ${JSON.stringify(words.slice(0, 40))}`,
        ...expectText(model, words),
        octets: ethernetFrame(version, Buffer.from(words)),
      })),
    ),
    ...NO_TEXTS.map(({ why, octets }) => ({
      sentence: `No text: ${why}`,
      ...expectOpaque(model),
      octets: ethernetFrame(4, octets),
    })),
    {
      sentence: `Printable, but shorter than ${least} octets`,
      ...expectOpaque(model),
      octets: ethernetFrame(4, Buffer.from("x".repeat(least - 1))),
    },
    ...[least - 1, least, 8].map((captured) => {
      return {
        sentence: `Text: ${captured} of ${ascii.length} octets captured`,
        ...(captured < least
          ? expectOpaque(model, true)
          : expectText(model, ascii.slice(0, captured), true)),
        octets: ethernetFrame(4, Buffer.from(ascii)),
        cutOctets: ascii.length - captured,
      };
    }),
    {
      sentence: "Text cut within a character, which is then left out",
      ...expectText(model, "caf\u00e9 ", true),
      octets: ethernetFrame(4, Buffer.from("caf\u00e9 \u8d85\u6642")),
      cutOctets: 4,
    },
    ...format.patterns.flatMap((pattern) => {
      const reason = "TCP RST from remote system";
      return [true, false].map((hasOptional) => {
        const words = writePattern(pattern, reason, hasOptional);
        const { facts } = expectText(model, words);
        return {
          sentence: `${pattern.title}: ${JSON.stringify(words)}`,
          ...(facts && { facts: { ...facts, pattern: pattern.id, reason } }),
          octets: ethernetFrame(4, Buffer.from(words)),
        };
      });
    }),
  ];
}
