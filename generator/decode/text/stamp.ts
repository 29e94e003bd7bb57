import { Cursor } from "./text-lines.js";

/** How a line begins: with a number, a time, both or neither. */
export interface Start {
  readonly number: number | undefined;
  readonly stamp: Stamp | undefined;
  /** What follows. */
  readonly text: string;
}

/** A time as it was printed. */
export interface Stamp {
  /** What its seconds count from: 1970, midnight, or another frame. */
  readonly kind: "epoch" | "date" | "clock" | "relative" | "unknown";
  readonly seconds: number;
  /** UTC, RFC 3339; only where day and zone are told. */
  readonly time?: string;
}

/** As `-#` writes it; tshark's first column. */
const NUMBER = / *(\d{1,9}) {2}(?=\S|[ -]\d\d:\d\d:)/y;
const EPOCH = /(\d{9,11})\.(\d{1,9}) +/y;
const CLOCK =
  /(?:(\d{4})-(\d\d)-(\d\d)[ T]|[A-Z][a-z]{2} [ \d]\d )?(\d\d):(\d\d):(\d\d)[.,](\d{1,9})(Z|[+-]\d\d:?\d\d)?(?: (?:UTC|GMT|CES?T|[EMCP][SD]T)(?= ))? +/y;
const SIGN = /[ ]?[ +-](?=\d\d:\d\d:\d\d\.)/y;
const DAY_SECONDS = 86_400;

/**
 * Reads how tcpdump begins the line of a frame, with any of `-t` to `-ttttt` and `-#`. A sign, or the
 * blank in its place, is before what `-ttt` and `-ttttt` count from another frame.
 */
export function parseStart(line: string): Start {
  const cursor = new Cursor(line);
  const number = cursor.take(NUMBER)?.[1];
  const sign = cursor.take(SIGN)?.[0];
  const stamp = parseEpoch(cursor) ?? parseClock(cursor, sign) ?? parseError(cursor);
  // A blank ahead of anything but a time is the beginning of something else.
  if (sign !== undefined && stamp === undefined) return { number: undefined, stamp, text: line };
  return {
    number: number === undefined ? undefined : Number(number),
    stamp,
    text: cursor.rest,
  };
}

/** What tcpdump prints for a time that it cannot print. */
const ERROR = /\[(?:Error converting time|timestamp overflow)\] /y;

function parseError(cursor: Cursor): Stamp | undefined {
  return cursor.take(ERROR) && { kind: "unknown", seconds: Number.NaN };
}

function parseEpoch(cursor: Cursor): Stamp | undefined {
  const [, whole = "", fraction = ""] = cursor.take(EPOCH) ?? [];
  if (whole === "") return undefined;
  const second = new Date(Number(whole) * 1000).toISOString().slice(0, 19);
  const seconds = Number(`${whole}.${fraction}`);
  return { kind: "epoch", seconds, time: `${second}.${fraction}Z` };
}

function parseClock(cursor: Cursor, sign: string | undefined): Stamp | undefined {
  const found = cursor.take(CLOCK);
  if (found === undefined) return undefined;
  const [, year, month = "", day = "", hours = "", minutes = "", whole = "", fraction = ""] = found;
  const zone = found[8];
  const ofDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(`${whole}.${fraction}`);
  if (year === undefined) {
    if (sign === undefined) return { kind: "clock", seconds: ofDay };
    return { kind: "relative", seconds: sign.includes("-") ? -ofDay : ofDay };
  }
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`) / 1000;
  if (Number.isNaN(midnight)) return undefined;
  const seconds = midnight + ofDay;
  return zone === "Z"
    ? {
        kind: "date",
        seconds,
        time: `${year}-${month}-${day}T${hours}:${minutes}:${whole}.${fraction}Z`,
      }
    : { kind: "date", seconds };
}

/** Packets come late by less than this, as a capture has them. */
const REORDERING_SECONDS = 0.01;

/**
 * Makes of printed times a line of seconds: past midnight, and where each counts from the frame
 * before. The first stamps tell what the others mean.
 */
export class TimeLine {
  readonly #isDelta: boolean;
  #last = Number.NaN;
  #days = 0;

  constructor(first: readonly Stamp[]) {
    this.#isDelta = isDelta(first);
  }

  /** NaN where the line has no time. */
  secondsOf(stamp: Stamp | undefined): number {
    if (stamp === undefined || stamp.kind === "unknown") return Number.NaN;
    const seconds = this.#place(stamp);
    this.#last = seconds;
    return seconds;
  }

  #place({ kind, seconds }: Stamp): number {
    if (kind === "epoch" || kind === "date") return seconds;
    if (this.#isDelta) return (Number.isNaN(this.#last) ? 0 : this.#last) + seconds;
    if (kind === "relative") return seconds;
    const today = this.#days * DAY_SECONDS + seconds;
    if (!(this.#last - today > DAY_SECONDS / 2)) return today;
    this.#days += 1;
    return today + DAY_SECONDS;
  }
}

/**
 * Whether times count from the frame before: they begin with 0, and do not grow. Those that count
 * from the first frame grow.
 */
function isDelta(stamps: readonly Stamp[]): boolean {
  const [first] = stamps;
  if (first === undefined || first.kind === "epoch" || first.kind === "date") return false;
  if (first.kind === "clock" && first.seconds !== 0) return false;
  return (
    stamps.some(({ seconds }, at) => {
      return (stamps[at - 1]?.seconds ?? 0) - seconds > REORDERING_SECONDS;
    }) || countFalls(stamps) * FALLS >= stamps.length
  );
}

/** Of deltas, about every second one is smaller than the one before. */
const FALLS = 5;

function countFalls(stamps: readonly Stamp[]): number {
  return stamps.filter(({ seconds }, at) => seconds < (stamps[at - 1]?.seconds ?? 0)).length;
}
