import type { OtherReading, Standing } from "./format.js";
import type { Pen, ReasonCode } from "./identifiers.js";

/** Malformed is what the specification calls so; truncated is cut by the snapshot length. */
export type Status = "valid" | "malformed" | "truncated";

/** What one payload says, read against the Model. */
export interface Reading {
  /** The format's `id`. */
  readonly format: string;
  /** What the reading is worth: the format's standing. */
  readonly standing: Standing;
  readonly status: Status;
  /** SEG.LEN, the octets of the payload on the wire. */
  readonly lengthBytes: number;
  /** Absent where not captured, or where the length is wrong. */
  readonly reasonCode?: ReasonCode;
  readonly pen?: Pen;
  /** Who has the pen, where that is known; pen 0 is no organisation's. */
  readonly organisation?: string;
  /** Fields of kind `number`, by their name as a record member. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly registry?: string;
  readonly revision?: string;
  readonly reason?: string;
  readonly reference?: string;
  /** The printable text of the payload. */
  readonly text?: string;
  /** Name of the pattern that the text has; `reason` is then what the text says. */
  readonly pattern?: string;
  /** What the code says in other revisions of the registry; absent where in all the same. */
  readonly otherReadings?: readonly OtherReading[];
  readonly problems: readonly string[];
}

/** One end of a connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Where and when a payload was seen. */
export interface Sighting {
  /** Number of the frame in its capture, from 1. */
  readonly frame: number;
  /** UTC, RFC 3339, with the digits that the capture has; absent where it has no time. */
  readonly time?: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/**
 * One object of `decode --json`, which says besides of which `file` it is; its members are stable,
 * new ones may be added.
 */
export interface RstRecord extends Sighting, Omit<Reading, "lengthBytes" | "numbers"> {}

/** Joins where a payload was seen with what it says; numbers become members of their own. */
export function toRecord(sighting: Sighting, reading: Reading): RstRecord {
  const { lengthBytes: _length, numbers, problems, ...stated } = reading;
  return { ...sighting, ...stated, ...numbers, problems };
}

/** The members that every record may have, whatever fields a format adds. */
export const RECORD_MEMBERS: ReadonlySet<string> = new Set([
  "file",
  "frame",
  "time",
  "source",
  "destination",
  "format",
  "standing",
  "status",
  "reasonCode",
  "pen",
  "organisation",
  "registry",
  "revision",
  "reason",
  "reference",
  "otherReadings",
  "text",
  "pattern",
  "problems",
]);

/** What targets say of a payload in words of their own; no field can have these names. */
export const RESERVED_MEMBERS: ReadonlySet<string> = new Set([
  "magic",
  "vendorReasonCode",
  "code",
  "length",
  "linuxReason",
  "malformed",
  "otherReading",
  "truncated",
  "unknownCode",
  "unknownVendor",
]);

/** Name of a field as a member of the record: `reason-code` becomes `reasonCode`. */
export function recordMember(fieldName: string): string {
  return fieldName.replace(/-([a-z0-9])/g, (_hyphen, letter: string) => letter.toUpperCase());
}
