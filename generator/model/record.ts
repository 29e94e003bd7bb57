import { type OtherReading, STANDINGS, type Standing, TRUNCATED } from "./format.js";
import type { Pen, ReasonCode } from "./identifiers.js";
import * as s from "./shape.js";

/** Malformed is what the specification calls so; truncated is cut by the snapshot length. */
export const STATUSES = ["valid", "malformed", "truncated"] as const;

export type Status = (typeof STATUSES)[number];

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4_ADDRESS = `^${OCTET}(\\.${OCTET}){3}$`;
const IPV6_ADDRESS = "^(?=.*:)[0-9a-f:]{2,39}(\\d+(\\.\\d+){3})?$";
const DATE = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
const TIME_OF_DAY = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?";

/** What a text has for an address that was looked up: with a letter, and no colon. */
const HOST_NAME = "^(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_.-]*$";

export const ADDRESS: s.Shape<string> = {
  description: "IPv4 or IPv6 address (RFC 5952), or the name that a text has for it.",
  type: "string",
  anyOf: [{ pattern: IPV4_ADDRESS }, { pattern: IPV6_ADDRESS }, { pattern: HOST_NAME }],
};

/** With as many digits as the capture has. */
export const TIME: s.Shape<string> = {
  description: "Capture time in UTC (RFC 3339); absent where the capture has none.",
  type: "string",
  pattern: `^${DATE}T${TIME_OF_DAY}Z$`,
};

/** The user chooses the name: it can be any. */
export const FILE: s.Shape<string> = {
  description: "The capture as named on the command line, after its host where one was given.",
  type: "string",
};

const ENDPOINT_MEMBERS = { address: ADDRESS, port: s.unsigned<number>(16, "TCP port.") };
export const ENDPOINT = s.object(ENDPOINT_MEMBERS, "One end of the connection.");
export type Endpoint = s.Accepted<typeof ENDPOINT>;

const SIGHTING = {
  frame: s.frameNumber("Number of the frame in its capture, from 1."),
  time: s.optional(TIME),
  source: s.defined<Endpoint>("Endpoint", "The end that sent the RST segment."),
  destination: s.defined<Endpoint>("Endpoint", "The other end."),
};

/** What a registry says of a code; only where it is known whose code it is. */
export const REGISTRY_MEMBERS = {
  organisation: s.optional(s.words("The owner of the PEN, where known; PEN 0 has none.")),
  registry: s.optional(s.words("The registry that the PEN selects.")),
  revision: s.optional(s.words("The revision of that registry.")),
  reason: s.optional(s.words("The cause, where the registry knows the code.")),
  reference: s.optional(s.words("The specification of the cause.")),
  otherReadings: s.optional(
    s.list(
      s.defined<OtherReading>("OtherReading"),
      "What other revisions say; the payload does not tell which one its sender used.",
      { minItems: 1 },
    ),
  ),
};

/** What the problems of a record are, by its status. */
export const PROBLEMS_WHERE: Readonly<Record<Status, s.Schema>> = {
  valid: { maxItems: 0 },
  malformed: { contains: { not: { const: TRUNCATED } } },
  truncated: { const: [TRUNCATED] },
};

/**
 * One object of `decode --json`; its members are stable, new ones may be added. The Model defines
 * Format, Pattern and Problem, and adds a member for each further number of a format.
 */
export const RECORD = s.object(
  {
    file: s.optional(FILE),
    ...SIGHTING,
    format: s.defined<string>("Format", "How the payload carries the reason."),
    standing: s.defined<Standing>("Standing", "What the reading is worth."),
    status: s.oneOf(
      STATUSES,
      "malformed: receivers ignore it. truncated: the snapshot length cut it.",
    ),
    reasonCode: s.optional(
      s.unsigned<ReasonCode>(
        16,
        "Code of the reason; missing where not captured, or where the length is wrong.",
      ),
    ),
    pen: s.optional(s.unsigned<Pen>(32, "Private enterprise number; 0 is IANA.")),
    ...REGISTRY_MEMBERS,
    text: s.optional(s.words("The printable text of the payload, as its sender wrote it.")),
    pattern: s.optional(
      s.defined<string>("Pattern", "Whose software words its causes like this text."),
    ),
    problems: s.list(
      s.defined<string>("Problem"),
      "What is wrong with the payload or its capture; empty where nothing is.",
      { uniqueItems: true },
    ),
  },
  "What one RST segment states.",
  ...STATUSES.map((status) =>
    s.when(s.is("status", status), { properties: { problems: PROBLEMS_WHERE[status] } }),
  ),
);

/** What RECORD refers to and the Model does not define. */
export const RECORD_DEFINITIONS = {
  Endpoint: ENDPOINT,
  OtherReading: s.object(
    { revision: s.words(), reason: s.words() },
    "The cause that the code has in another revision of the registry.",
  ),
  Standing: s.oneOf(
    STANDINGS,
    "historic: an older specification had it. guess: only the shape of the payload supports it.",
  ),
};

/** A record without the `file` that `decode --json` says besides. */
export type RstRecord = Omit<s.Accepted<typeof RECORD>, "file">;

/** Where and when a payload was seen. */
export type Sighting = Pick<RstRecord, keyof typeof SIGHTING>;

/** What one payload says, read against the Model. */
export interface Reading extends Omit<RstRecord, keyof typeof SIGHTING> {
  /** SEG.LEN, the octets of the payload on the wire. */
  readonly lengthBytes: number;
  /** Fields of kind `number`, by their name as a record member. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Joins where a payload was seen with what it says; numbers become members of their own. */
export function toRecord(sighting: Sighting, reading: Reading): RstRecord {
  const { lengthBytes: _length, numbers, problems, ...stated } = reading;
  // A reading may be that of other records, too: whoever gets this one may change it.
  const { otherReadings: others } = stated;
  const copied = others && { otherReadings: others.map((other) => ({ ...other })) };
  const { frame, time, source, destination } = sighting;
  return {
    // Member by member: to copy an object and add to that takes Node 20 fifty times as long.
    frame,
    ...(time !== undefined && { time }),
    source,
    destination,
    ...stated,
    ...copied,
    ...numbers,
    problems: [...problems],
  };
}

/** The members that every record may have, whatever fields a format adds. */
export const RECORD_MEMBERS: ReadonlySet<string> = new Set(Object.keys(RECORD.properties));

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
