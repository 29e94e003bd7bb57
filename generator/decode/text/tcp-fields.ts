import { TCP_FLAG } from "../../model/tcp-flag.js";
import type { Cursor } from "./text-lines.js";

/** The fields of a TCP header as tcpdump prints them; see `SegmentLine`. */
export interface TcpFields {
  readonly flags: number;
  readonly sequence: number | undefined;
  readonly acknowledgment: number | undefined;
  readonly window: number | undefined;
  readonly lengthBytes: number;
  readonly options: Uint8Array;
  readonly payload: string | undefined;
  readonly isWhole: boolean;
  /** What the old form prints of the IP header at its end. */
  readonly trailer: string;
}

const LETTERS: Readonly<Record<string, number>> = {
  F: TCP_FLAG.FIN,
  S: TCP_FLAG.SYN,
  R: TCP_FLAG.RST,
  P: 0x08,
  ".": TCP_FLAG.ACK,
  U: 0x20,
  E: 0x40,
  W: 0x80,
  e: 0,
};

const FLAGS = /Flags \[([FSRP.UEWe]{1,9}|none)\]/y;
const CHECKSUM = /,? cksum 0x[0-9a-f]{1,4} \((?:[^()]|\([^()]*\))*\)/y;
const SEQUENCE = /,? seq (\d{1,10})(?::(\d{1,10}))?(?=[, ]|$)/y;
const ACKNOWLEDGMENT = /,? ack (\d{1,10})(?=[, ]|$)/y;
const WINDOW = /,? win (\d{1,10})(?=[, ]|$)/y;
const URGENT = /,? urg \d{1,5}(?=[, ]|$)/y;
const OPTIONS = /,? options \[((?:[^[\]]|\[[^[\]]*\])*)\]/y;
const LENGTH = /,? length (\d{1,6})(?=[: ,]|$)/y;
/** What people put where they left something out. */
const ELISION = /,? ?(?:\.{2,}|…|\[(?:\.\.\.|…|snip)\]|<snip>)(?= |,|$)/y;
/** The end of a line that may have been cut or folded there. */
const OPEN_END =
  /,? ?(?:cksum [^)]*|seq \d*:?\d*|ack \d*|win \d*|urg \d*|options \[[^\]]*|length \d*|[a-z]{0,7})? *$/y;

/** Reads `Flags [S.], seq 1, ...`; undefined where that does not stand there. */
export function parseFields(cursor: Cursor): TcpFields | undefined {
  const letters = cursor.take(FLAGS)?.[1];
  if (letters === undefined) return undefined;
  const fields = new OpenFields();
  let isElided = false;
  // Each at its place, or left out.
  for (const { pattern, set } of IN_ORDER) {
    isElided = cursor.take(ELISION) !== undefined || isElided;
    const found = cursor.take(pattern);
    if (found !== undefined) {
      set(fields, found);
      fields.lastEnd = cursor.at;
    }
  }
  const isWhole = fields.hasLength;
  // A number at the end of what was cut may lack digits.
  if (!isWhole && fields.lastEnd === cursor.text.length) fields.forgetLast();
  return {
    flags: flagsOf(letters),
    sequence: fields.sequence,
    acknowledgment: fields.acknowledgment,
    window: fields.window,
    lengthBytes: fields.length ?? 0,
    options: fields.options,
    payload: isWhole && !cursor.isAtEnd ? cursor.rest : undefined,
    isWhole,
    trailer: "",
  };
}

/** Whether the text may go on in the next line. */
export function isOpenEnd(cursor: Cursor): boolean {
  OPEN_END.lastIndex = cursor.at;
  return OPEN_END.test(cursor.text);
}

class OpenFields {
  sequence: number | undefined;
  acknowledgment: number | undefined;
  window: number | undefined;
  length: number | undefined;
  options: Uint8Array = new Uint8Array();
  hasLength = false;
  lastEnd = 0;
  forgetLast: () => void = () => {};
}

interface FieldReader {
  readonly pattern: RegExp;
  readonly set: (fields: OpenFields, found: RegExpExecArray) => void;
}

const IN_ORDER: readonly FieldReader[] = [
  { pattern: CHECKSUM, set: () => {} },
  {
    pattern: SEQUENCE,
    set: (fields, [, from, to]) => {
      fields.sequence = toWord(from);
      fields.length = to === undefined ? undefined : (toWord(to) - toWord(from)) >>> 0;
      if ((fields.length ?? 0) > 0xfffff) fields.length = undefined;
      fields.forgetLast = () => {
        if (to === undefined) fields.sequence = undefined;
        fields.length = undefined;
      };
    },
  },
  {
    pattern: ACKNOWLEDGMENT,
    set: (fields, [, number]) => {
      fields.acknowledgment = toWord(number);
      fields.forgetLast = () => {
        fields.acknowledgment = undefined;
      };
    },
  },
  {
    pattern: WINDOW,
    set: (fields, [, number]) => {
      fields.window = Number(number);
      fields.forgetLast = () => {
        fields.window = undefined;
      };
    },
  },
  { pattern: URGENT, set: () => {} },
  {
    pattern: OPTIONS,
    set: (fields, [, text = ""]) => {
      fields.options = encodeOptions(text);
    },
  },
  {
    pattern: LENGTH,
    set: (fields, [, length]) => {
      fields.length = Number(length);
      fields.hasLength = true;
    },
  },
];

function flagsOf(letters: string): number {
  if (letters === "none") return 0;
  return [...letters].reduce((flags, letter) => flags | (LETTERS[letter] ?? 0), 0);
}

function toWord(digits: string | undefined): number {
  return Number(digits ?? 0) >>> 0;
}

const OLD_FLAGS = /([SFRPUWE]{0,6}\.?|none)(?=[ ,])/y;
const OLD_CHECKSUM =
  /(?: \[(?:tcp sum ok|bad tcp cksum [^\]]*)\]|, cksum 0x[0-9a-f]{1,4} \((?:[^()]|\([^()]*\))*\),?)/y;
const OLD_SEQUENCE = / (\d{1,10}):(\d{1,10})\((\d{1,6})\)/y;
const OLD_ACKNOWLEDGMENT = / ack (\d{1,10})(?=[ ,]|$)/y;
const OLD_WINDOW = / win (\d{1,10})(?=[ ,]|$)/y;
const OLD_URGENT = / urg \d{1,5}/y;
const OLD_OPTIONS = / <([^<>]*)>/y;
/** The payload begins with a bracket or a colon; all else is of the IP header. */
const OLD_TRAILER =
  /(?: \((?:DF|frag [^()]*|ttl [^()]*|id [^()]*|len [^()]*|tos [^()]*)\)| \[tos [^\]]*\])*/y;

/** Reads the form of tcpdump before 4.0: `S 1:1(0) win 5840 <mss 1460>`; undefined where it is none. */
export function parseOldFields(cursor: Cursor): TcpFields | undefined {
  const start = cursor.at;
  const letters = cursor.take(OLD_FLAGS)?.[1] ?? "";
  cursor.take(OLD_CHECKSUM);
  const numbers = cursor.take(OLD_SEQUENCE);
  const acknowledgment = cursor.take(OLD_ACKNOWLEDGMENT)?.[1];
  const window = cursor.take(OLD_WINDOW)?.[1];
  if (letters === "" || (numbers ?? acknowledgment) === undefined) {
    cursor.at = start;
    return undefined;
  }
  cursor.take(OLD_URGENT);
  const options = cursor.take(OLD_OPTIONS)?.[1];
  const trailer = cursor.take(OLD_TRAILER)?.[0] ?? "";
  const ack = acknowledgment === undefined ? 0 : TCP_FLAG.ACK;
  return {
    // It prints a dot only where there is no other letter.
    flags: flagsOf(letters) | ack,
    sequence: numbers === undefined ? undefined : toWord(numbers[1]),
    acknowledgment: acknowledgment === undefined ? undefined : toWord(acknowledgment),
    window: window === undefined ? undefined : Number(window),
    lengthBytes: Number(numbers?.[3] ?? 0),
    options: options === undefined ? new Uint8Array() : encodeOptions(options),
    payload: cursor.isAtEnd ? undefined : cursor.rest,
    isWhole: window !== undefined,
    trailer,
  };
}

/** Option kinds (IANA, "TCP Option Kind Numbers"), by the names that tcpdump has. */
const PLAIN: Readonly<Record<string, readonly number[]>> = {
  nop: [1],
  eol: [0],
  sackok: [4, 2],
};
const MOST_OCTETS = 40;
const MPTCP = 30;

/** MPTCP's subtypes that tell of a reset (RFC 8684), by tcpdump's names. */
const SUBTYPES: readonly (readonly [name: RegExp, subtype: number])[] = [
  [/^fast-?close\b/, 7],
  [/^(?:tcp-?)?re?se?t\b/, 8],
];

/**
 * The octets of options as tcpdump prints them, old and new: `mss 1460,sackOK,TS val 1 ecr 0`. What
 * says nothing to this project is left out.
 */
function encodeOptions(text: string): Uint8Array {
  const octets: number[] = [];
  for (const item of text.split(",")) {
    const option = encodeOption(item.trim());
    if (octets.length + option.length <= MOST_OCTETS) octets.push(...option);
  }
  while (octets.length % 4 !== 0) octets.push(1);
  return Uint8Array.from(octets);
}

function encodeOption(item: string): readonly number[] {
  const [name = "", first = "", ...more] = item.toLowerCase().split(/ +/);
  const plain = PLAIN[name];
  if (plain !== undefined) return plain;
  const value = Number(first);
  switch (name) {
    case "mss":
      return isNumber(first) ? [2, 4, ...wordOf(value, 2)] : [];
    case "wscale":
      return isNumber(first) ? [3, 3, value & 0xff] : [];
    case "ts":
    case "timestamp": {
      const [sent = "", echoed = ""] = item.match(/\d+/g) ?? [];
      return sent === "" ? [] : [8, 10, ...wordOf(Number(sent), 4), ...wordOf(Number(echoed), 4)];
    }
    case "sack": {
      const count = item.match(/\{/g)?.length ?? 0;
      return count === 0 ? [] : [5, 2 + 8 * count, ...new Array<number>(8 * count).fill(0)];
    }
    case "mptcp":
      return encodeMultipath(value, more.join(" "));
    default:
      return [];
  }
}

function encodeMultipath(length: number, text: string): readonly number[] {
  const subtype = SUBTYPES.find(([name]) => name.test(text))?.[1];
  if (subtype === undefined) return [];
  if (subtype === 7) return [MPTCP, 12, 7 << 4, ...new Array<number>(9).fill(0)];
  const reason = Number(/\breason (?:0x)?(\d+)/.exec(text)?.[1] ?? 0);
  const flags = Number(/\bflags (?:0x)?([0-9a-f])\b/.exec(text)?.[1] ?? 0);
  return length > 4 ? [] : [MPTCP, 4, (8 << 4) | (flags & 0xf), reason & 0xff];
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function wordOf(value: number, octets: number): readonly number[] {
  return Array.from(
    { length: octets },
    (_none, at) => Math.floor(value / 2 ** (8 * (octets - 1 - at))) & 0xff,
  );
}
