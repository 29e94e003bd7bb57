import { ENDPOINT, type Endpoint, FILE, TIME } from "./record.js";
import * as s from "./shape.js";

/** What became of an RST on its way; the first that holds. */
const VERDICT_MEANINGS = {
  delivered: "Its payload is as it was sent, and it kept its place among its connection's RSTs.",
  reordered: "As delivered, but it overtook another RST of its connection or was overtaken.",
  stripped: "It arrived without its payload.",
  cut: "It arrived with the first octets of its payload alone.",
  changed: "It arrived with other octets, or with more.",
  dropped: "It was sent and did not arrive.",
  added: "It arrived and was not sent.",
  ambiguous: "The evidence allows more than one of these.",
  uncovered: "The other capture does not reach its time, or may be of other traffic.",
};

export type Verdict = keyof typeof VERDICT_MEANINGS;

export const VERDICTS = Object.keys(VERDICT_MEANINGS) as readonly Verdict[];

/** Which way an RST went, by the hops that its ends' segments had behind them. */
export const DIRECTIONS = ["forward", "backward", "unknown"] as const;

export type Direction = (typeof DIRECTIONS)[number];

/** Format of an RST without payload, and of one of whose payload nothing was captured. */
export const PAYLOAD_ABSENT = "empty";
export const PAYLOAD_UNREAD = "not-captured";

/** What of the headers a middle box may change, the TTL apart: all hops change that. */
export const HEADER_FIELDS = [
  "source",
  "destination",
  "sequence-number",
  "acknowledgment-number",
  "control-bits",
  "window",
  "options",
  "dscp",
  "ecn",
  "identification",
] as const;

export type HeaderField = (typeof HEADER_FIELDS)[number];

const HEADER_VALUE: s.Shape<string | number> = {
  description: "A number, an address with its port, or octets in hexadecimal.",
  type: ["string", "number"],
};

const HEADER_CHANGE = s.object(
  { field: s.defined<HeaderField>("HeaderField"), sent: HEADER_VALUE, received: HEADER_VALUE },
  "A header field that did not arrive as it was sent.",
);

export type HeaderChange = s.Accepted<typeof HEADER_CHANGE>;

/** The Model defines PayloadFormat: its formats, none, and one that was not captured. */
const SEEN_AT = s.object(
  {
    frame: s.frameNumber("Number of the frame in its capture, from 1."),
    time: s.optional({ ...TIME, description: "UTC (RFC 3339), by the clock of its capture." }),
    source: s.defined<Endpoint>("Endpoint"),
    destination: s.defined<Endpoint>("Endpoint"),
    // An IPv4 header without a length lets the frame speak, which may claim any.
    lengthBytes: s.count("SEG.LEN."),
    format: s.defined<string>("PayloadFormat"),
  },
  "An RST as one of the captures has it.",
);

export type SeenAt = s.Accepted<typeof SEEN_AT>;

const IN_BOTH: s.Schema = { required: ["sent", "received", "timeToLiveDifference"] };
const WITH_DOUBT: s.Schema = { properties: { missing: { minItems: 1 } } };

const COMPARED_RESET = s.object(
  {
    kind: { const: "reset" } as s.Shape<"reset">,
    verdict: s.defined<Verdict>("Verdict", "What became of it on its way."),
    reordered: s.flag("Whether it changed places with another RST of its connection."),
    direction: s.oneOf(
      DIRECTIONS,
      "Which way it went, by the TTL of its ends' segments in both captures.",
    ),
    sent: s.optional(s.defined<SeenAt>("SeenAt", "In the sender's capture.")),
    received: s.optional(s.defined<SeenAt>("SeenAt", "In the receiver's capture.")),
    timeToLiveDifference: s.optional(
      s.integer("TTL or hop limit when it was sent, less that on arrival.", {
        minimum: -255,
        maximum: 255,
      }),
    ),
    changes: s.list(HEADER_CHANGE, "Header fields that changed on the way, the TTL apart."),
    missing: s.list(s.words(), "What could not be determined, and why."),
  },
  "An RST that one or both captures have.",
  s.when(s.is("verdict", "dropped"), { required: ["sent"], properties: s.forbid(["received"]) }),
  s.when(s.is("verdict", "added"), { required: ["received"], properties: s.forbid(["sent"]) }),
  s.when(s.is("verdict", "delivered", "reordered", "stripped", "cut", "changed"), IN_BOTH),
  s.when(s.is("verdict", "delivered"), s.is("reordered", false)),
  s.when(s.is("verdict", "reordered"), s.is("reordered", true)),
  s.when(s.is("verdict", "ambiguous"), { ...IN_BOTH, ...WITH_DOUBT }),
  s.when(s.is("verdict", "uncovered"), {
    oneOf: [{ required: ["sent"] }, { required: ["received"] }],
    ...WITH_DOUBT,
  }),
);

/** One object of `compare --json`. */
export type ComparedReset = s.Accepted<typeof COMPARED_RESET>;

const SHARE = { minimum: 0, maximum: 1 };

const RATE = s.object(
  {
    count: s.count(),
    of: s.integer(undefined, { minimum: 1 }),
    share: s.number("count / of.", SHARE),
    low: s.number("Lower bound.", SHARE),
    high: s.number("Upper bound.", SHARE),
  },
  "A share with the bounds of its 95 % confidence interval (Wilson 1927).",
);

export type Rate = s.Accepted<typeof RATE>;

/** Verdicts that a sent RST of a group has. */
export type GroupVerdict = Exclude<Verdict, "uncovered">;

/** RSTs of one format whose payloads have about the same size: the sizes that were seen. */
const COMPARED_GROUP = s.object(
  {
    format: s.defined<string>("PayloadFormat"),
    leastOctets: s.count("The shortest payload."),
    mostOctets: s.count("The longest payload."),
    sent: s.count("All but those that were added."),
    ...countsOf(VERDICTS.filter((verdict) => verdict !== "uncovered")),
    intact: s.optional(
      s.defined<Rate>("Rate", "With the payload as sent, in order or not; of those surely sent."),
    ),
    arrived: s.optional(s.defined<Rate>("Rate", "With any payload or with none.")),
  },
  "RSTs of one format whose payloads have about the same size.",
);

export type ComparedGroup = s.Accepted<typeof COMPARED_GROUP>;

const SIDE = s.object(
  {
    file: { ...FILE, description: "The capture as named on the command line." },
    frames: s.count(),
    resets: s.count(),
    notCompared: s.count("RSTs beyond the limit."),
  },
  "One of the two captures.",
);

export type ComparedSide = s.Accepted<typeof SIDE>;

const CLOCK = s.object(
  {
    seconds: s.number("Median of received less sent, the transit delay included."),
    spreadSeconds: s.number("Median of the distances from that median.", { minimum: 0 }),
    landmarks: s.count("SYN and RST segments that are unmistakably in both captures."),
  },
  "How far the receiver's clock is ahead of the sender's; absent without a landmark.",
);

export type ClockDifference = s.Accepted<typeof CLOCK>;

const COMPARISON_SUMMARY = s.object(
  {
    kind: { const: "summary" } as s.Shape<"summary">,
    sender: SIDE,
    receiver: SIDE,
    clock: s.optional(CLOCK),
    verdicts: s.object(
      countsOf(VERDICTS),
      "RSTs by verdict, in both directions: of backward ones, dropped means added, and vice versa.",
    ),
    backward: s.count("RSTs that the receiver's side sent; what follows is of the others."),
    groups: s.list(
      s.defined<ComparedGroup>("Group"),
      "The RSTs by format and size of the payload.",
    ),
    timeToLiveDifferences: s.list(
      s.object(
        {
          difference: s.integer("TTL when sent less TTL on arrival."),
          resets: s.count(),
        },
        "How many RSTs have one difference.",
      ),
      "How much lower the TTL was on arrival, the most frequent first.",
    ),
    changes: s.list(
      s.object(
        { field: s.defined<HeaderField>("HeaderField"), resets: s.count() },
        "In how many RSTs one header field changed.",
      ),
      "The header fields that changed on the way.",
    ),
  },
  "All RSTs of both captures, and how many of them arrived.",
);

/** The last object of `compare --json`. */
export type ComparisonSummary = s.Accepted<typeof COMPARISON_SUMMARY>;

/** The two kinds of objects, and what they refer to; the Model adds PayloadFormat. */
export const COMPARISON_DEFINITIONS = {
  Reset: COMPARED_RESET,
  Summary: COMPARISON_SUMMARY,
  Verdict: {
    description: "The first of these that holds.",
    oneOf: VERDICTS.map((name) => ({ const: name, description: VERDICT_MEANINGS[name] })),
  },
  SeenAt: SEEN_AT,
  Group: COMPARED_GROUP,
  Rate: RATE,
  HeaderField: s.oneOf(HEADER_FIELDS, "A header field that should arrive as it was sent."),
  Endpoint: ENDPOINT,
};

function countsOf<V extends Verdict>(verdicts: readonly V[]): Readonly<Record<V, s.Shape<number>>> {
  const counts = verdicts.map((verdict) => [verdict, s.count()]);
  return Object.fromEntries(counts);
}
