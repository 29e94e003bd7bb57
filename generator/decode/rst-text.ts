/**
 * What tcpdump says of the payload of one RST segment. `wrong-length` is the diagnostic payload
 * with any SEG.LEN but its own; `truncated` and its member are cut by the snapshot length;
 * `unreadable` begins as a diagnostic payload does, and goes on as nothing that is known.
 */
export type RstText =
  | { readonly kind: "none" }
  | {
      readonly kind: "text";
      /** With control characters escaped by tcpdump (`^J`), at most 30 octets of the payload. */
      readonly text: string;
      readonly shortened: boolean;
      readonly truncated: boolean;
    }
  | { readonly kind: "truncated" }
  /** A number of another registry, guessed by the payload's shape. */
  | {
      readonly kind: "shape";
      readonly name: string;
      readonly value: number;
      readonly truncated: boolean;
    }
  | {
      readonly kind: "wrong-length";
      readonly lengthBytes: number;
      readonly expectedBytes: number;
      readonly truncated: boolean;
    }
  | (RstCode & { readonly kind: "code"; readonly invalid: boolean })
  | (Partial<RstCode> & {
      readonly kind: "cause";
      /** At -vv, where a format has further numbers, they stand at the end of this text. */
      readonly reason: string;
      readonly invalid: boolean;
    })
  | { readonly kind: "unreadable"; readonly text: string };

/** The numbers of a diagnostic payload. */
interface RstCode {
  readonly reasonCode: number;
  readonly pen: number;
  /** The format's further numbers, by their names. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A length that cannot be is told ahead of the header; since 4.99.6 in brackets. */
const COMPLAINT = String.raw`(?:\[[^\]]*\] \(invalid\) )?[^()>[]*`;
const HEADER = String.raw`IP6? ${COMPLAINT}\([^()]*(?:\([^()]*\)[^()]*)*\) \S+ > \S+: `;
const EXTENSION = String.raw`(?:HBH|DSTOPT|srcrt|frag) (?:\([^()]*\) ?)+`;
const PORTS = String.raw`(?:\d+ > \d+: )?`;
/**
 * All that tcpdump prints ahead of a segment's flags over IP, IP in IP and extension headers.
 * Nothing else may stand there: other protocols print their payload, which can imitate a segment.
 */
const SEGMENT = new RegExp(
  String.raw`^(?<ahead>(?:[^()>]* )?${HEADER}(?:${EXTENSION}|${HEADER})*${PORTS})Flags \[(?<flags>[^\]]*)\](?<rest>.*)$`,
);
const LENGTH = /, length (?<length>\d+)(?<payload>.*)$/;
const NUMBERS = String.raw`(?<numbers>(?:, [a-z][a-z0-9-]* \d+)*)(?<invalid> \(invalid\))?\]$`;
const CODE = new RegExp(String.raw`^code (?<code>\d+), pen (?<pen>\d+)${NUMBERS}`);
const CAUSE_AND_CODE = new RegExp(
  String.raw`^(?<reason>[^()[\]]+) \(code (?<code>\d+), pen (?<pen>\d+)\)${NUMBERS}`,
);
const CAUSE = /^(?!code |length |linux-reason )(?<reason>[^()[\]]+)(?<invalid> \(invalid\))?\]$/;
const WRONG_LENGTH = /^length (?<length>\d+) != (?<expected>\d+) \(invalid\)(?<end>\]| \[\|tcp\])$/;
const SHAPE = /^(?<name>linux-reason) (?<value>\d+)(?<end>\]| \[\|tcp\])$/;
const TEXT = /^ \[(?<cut>!?)RST(?<more>\+?) (?<text>.*)\]$/;

/** A TCP segment as tcpdump tells it. */
export interface SegmentText {
  /** All that tells the headers of IP, and the ports. */
  readonly ahead: string;
  /** As tcpdump writes them, `R.`. */
  readonly flags: string;
  /** SEG.LEN. */
  readonly lengthBytes: number;
  /** What is told behind the length: that is where the payload begins. */
  readonly payload: string;
}

/**
 * Divides what a tcpdump 4.99, patched or not, printed for one frame with -v to -vvv (the joined
 * line). Undefined where it is no TCP segment, whatever its payload imitates.
 */
export function parseSegmentText(line: string): SegmentText | undefined {
  const { ahead = "", flags = "", rest = "" } = SEGMENT.exec(line)?.groups ?? {};
  const { length, payload = "" } = LENGTH.exec(rest)?.groups ?? {};
  return length === undefined ? undefined : { ahead, flags, lengthBytes: Number(length), payload };
}

/**
 * Reads what was printed of the payload. A text payload can hold all that is printed for a
 * diagnostic payload, so the first `[RST` right behind the segment's first length counts, and only
 * in a segment with that flag.
 */
export function parseRstText(line: string): RstText {
  const { flags = "", payload = "" } = parseSegmentText(line) ?? {};
  if (!flags.includes("R") || payload === "") return { kind: "none" };
  const diagnostic = /^ \[RST: (.*)$/.exec(payload)?.[1];
  if (diagnostic !== undefined) return parseDiagnostic(diagnostic);
  const text = TEXT.exec(payload)?.groups;
  if (!text) return { kind: "none" };
  return {
    kind: "text",
    text: text["text"] ?? "",
    shortened: text["more"] === "+",
    truncated: text["cut"] === "!",
  };
}

function parseDiagnostic(text: string): RstText {
  if (text === " [|tcp]") return { kind: "truncated" };
  const length = WRONG_LENGTH.exec(text)?.groups;
  if (length) {
    return {
      kind: "wrong-length",
      lengthBytes: Number(length["length"]),
      expectedBytes: Number(length["expected"]),
      truncated: length["end"] !== "]",
    };
  }
  const shape = SHAPE.exec(text)?.groups;
  if (shape) {
    const { name = "", value, end } = shape;
    return { kind: "shape", name, value: Number(value), truncated: end !== "]" };
  }
  const code = CODE.exec(text)?.groups;
  if (code) return { kind: "code", ...readNumbers(code), invalid: isInvalid(code) };
  return parseCause(text);
}

function parseCause(text: string): RstText {
  const both = CAUSE_AND_CODE.exec(text)?.groups;
  const cause = both ?? CAUSE.exec(text)?.groups;
  const reason = cause?.["reason"];
  if (!cause || reason === undefined) return { kind: "unreadable", text };
  return { kind: "cause", reason, ...(both && readNumbers(both)), invalid: isInvalid(cause) };
}

type Groups = Readonly<Record<string, string>>;

function isInvalid(groups: Groups): boolean {
  return groups["invalid"] !== undefined;
}

function readNumbers(groups: Groups): RstCode {
  const items = (groups["numbers"] ?? "").matchAll(/, (\S+) (\d+)/g);
  return {
    reasonCode: Number(groups["code"]),
    pen: Number(groups["pen"]),
    numbers: Object.fromEntries([...items].map(([, name, value]) => [name, Number(value)])),
  };
}
