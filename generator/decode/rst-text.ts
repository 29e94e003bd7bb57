/** What tcpdump says of the payload of one RST segment, where that states a reason. */
export type RstText =
  /** A diagnostic payload: with -v its numbers, at -vv its words, with -vvv both. */
  | (Partial<StatedNumbers> & {
      readonly kind: "stated";
      /** At -vv, where a format has further numbers, they stand at the end of this text. */
      readonly reason?: string;
      readonly invalid: boolean;
    })
  /** With the diagnostic payload's magic number, and any SEG.LEN but its own. */
  | {
      readonly kind: "wrong-length";
      readonly lengthBytes: number;
      readonly expectedBytes: number;
      readonly truncated: boolean;
    }
  /** A number of another registry, guessed by the payload's shape. */
  | {
      readonly kind: "shape";
      readonly name: string;
      readonly value: number;
      readonly truncated: boolean;
    }
  /** Cut by the snapshot length, as what has a member of that name. */
  | { readonly kind: "truncated" }
  /** Begins as a diagnostic payload does, and goes on as nothing that is known. */
  | { readonly kind: "unreadable"; readonly text: string };

/** The numbers of a diagnostic payload. */
interface StatedNumbers {
  readonly reasonCode: number;
  readonly pen: number;
  /** The format's further numbers, by their names. */
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * A length that cannot be is printed ahead of the header; since 4.99.6 in brackets. It has no IP in it:
 * else each of many could be the one that the header is of, and all would be tried.
 */
const COMPLAINT = String.raw`(?:\[[^\]]*\] \(invalid\) )?(?:(?!IP6? )[^()>[])*`;
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
const INVALID = String.raw`(?<invalid> \(invalid\))?\]$`;
const NUMBERS = String.raw`(?<numbers>(?:, [a-z][a-z0-9-]* \d+)*)${INVALID}`;
const CODE = String.raw`code (?<code>\d+), pen (?<pen>\d+)`;
/** The numbers, both, or the words alone: which may not begin as something else does. */
const STATED = [
  new RegExp(`^${CODE}${NUMBERS}`),
  new RegExp(String.raw`^(?<reason>[^()[\]]+) \(${CODE}\)${NUMBERS}`),
  new RegExp(String.raw`^(?!code |length |linux-reason )(?<reason>[^()[\]]+)${INVALID}`),
];
const WRONG_LENGTH =
  /^length (?<length>\d+) != (?<expected>\d+) \(invalid\)(?<end>\](?: \[\|tcp\])?| \[\|tcp\])$/;
const SHAPE = /^(?<name>linux-reason) (?<value>\d+)(?<end>\]| \[\|tcp\])$/;

/** A TCP segment as tcpdump prints it. */
interface SegmentText {
  /** The headers of IP, and the ports. */
  readonly ahead: string;
  /** As tcpdump writes them, `R.`. */
  readonly flags: string;
  /** SEG.LEN. */
  readonly lengthBytes: number;
  /** What stands behind the length: that is where the payload begins. */
  readonly payload: string;
}

/**
 * Divides what a tcpdump 4.99, patched or not, printed for one frame with -v to -vvv (the joined
 * line). Undefined where it is no TCP segment, whatever its payload imitates.
 */
function parseSegmentText(line: string): SegmentText | undefined {
  const { ahead = "", flags = "", rest = "" } = SEGMENT.exec(line)?.groups ?? {};
  const { length, payload = "" } = LENGTH.exec(rest)?.groups ?? {};
  return length === undefined ? undefined : { ahead, flags, lengthBytes: Number(length), payload };
}

/**
 * Reads what was printed of the payload, where that states a reason. A text can hold all that is
 * printed for a diagnostic payload, so the `[RST:` right behind the segment's first length counts,
 * and only in a segment with that flag.
 */
export function parseRstText(line: string): RstText | undefined {
  const { flags = "", payload = "" } = parseSegmentText(line) ?? {};
  return flags.includes("R") ? parsePayloadText(payload) : undefined;
}

/** The same of what stands behind the length of an RST segment. */
export function parsePayloadText(payload: string): RstText | undefined {
  const text = /^ \[RST\+?: (.*)$/.exec(payload)?.[1];
  if (text === undefined) return undefined;
  if (text === " [|tcp]") return { kind: "truncated" };
  return parseWrongLength(text) ?? parseShape(text) ?? parseStated(text);
}

function parseWrongLength(text: string): RstText | undefined {
  const { length, expected, end } = WRONG_LENGTH.exec(text)?.groups ?? {};
  if (length === undefined) return undefined;
  const truncated = end !== "]";
  const expectedBytes = Number(expected);
  return { kind: "wrong-length", lengthBytes: Number(length), expectedBytes, truncated };
}

function parseShape(text: string): RstText | undefined {
  const { name, value, end } = SHAPE.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  return { kind: "shape", name, value: Number(value), truncated: end !== "]" };
}

function parseStated(text: string): RstText {
  const groups = STATED.map((form) => form.exec(text)?.groups).find((found) => found);
  if (!groups) return { kind: "unreadable", text };
  const { reason, code, pen, numbers = "", invalid } = groups;
  const items = [...numbers.matchAll(/, (\S+) (\d+)/g)];
  return {
    kind: "stated",
    ...(reason !== undefined && { reason }),
    ...(code !== undefined && {
      reasonCode: Number(code),
      pen: Number(pen),
      numbers: Object.fromEntries(items.map(([, name, value]) => [name, Number(value)])),
    }),
    invalid: invalid !== undefined,
  };
}
