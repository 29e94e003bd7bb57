import { BUCKETS, CAUSES, CERTAINTIES, RESETTERS, SITUATIONS, STAGES } from "./finding-names.js";
import { ADDRESS, ENDPOINT, type Endpoint, FILE, STATUSES, TIME } from "./record.js";
import * as s from "./shape.js";

export type Cause = (typeof CAUSES)[number];
export type Certainty = (typeof CERTAINTIES)[number];
export type Resetter = (typeof RESETTERS)[number];
export type Stage = (typeof STAGES)[number];
export type Situation = (typeof SITUATIONS)[number];

const PATTERN = s.object(
  {
    bucket: s.oneOf(BUCKETS, "How far the client had come, as published rates are counted."),
    segments: s.words("What the client had sent and the RSTs after it: PSH+ACK → RST; RST0."),
  },
  "The reset in the notation of Cloudflare's study of tampering (SIGCOMM 2023).",
);

export type Pattern = s.Accepted<typeof PATTERN>;

const ALTERNATIVE = s.object(
  { cause: s.defined<Cause>("Cause"), certainty: s.defined<Certainty>("Certainty") },
  "Another cause that the evidence allows.",
);

export type Alternative = s.Accepted<typeof ALTERNATIVE>;

const sentences = (description: string, limits?: s.Schema) =>
  s.list(s.words(), description, { ...limits, uniqueItems: true });

/** What an RST itself can state. */
const STATED_CAUSES: readonly Cause[] = ["stated", "multipath"];

const FINDING = s.object(
  {
    file: FILE,
    stream: s.count("Number of the connection in its capture, from 0: Wireshark's tcp.stream."),
    frame: s.frameNumber("The frame of the RST segment that ended the connection."),
    time: s.optional({ ...TIME, description: "Time of that frame in UTC, where it has one." }),
    client: s.defined<Endpoint>("Endpoint", "The end that opened the connection."),
    server: s.defined<Endpoint>("Endpoint", "The other end."),
    resetBy: s.oneOf(RESETTERS, "Who sent the RST, whatever its address; middle: a middlebox."),
    cause: s.defined<Cause>("Cause", "Why the connection was reset."),
    certainty: s.defined<Certainty>("Certainty", "How certain the cause is."),
    stated: s.flag("Whether the RST itself states the cause: a claim that no capture can prove."),
    format: s.optional(s.defined<string>("StatementFormat", "How the cause is stated.")),
    reasonCode: s.optional(
      s.unsigned<number>(16, "The code that was stated, or that the registry has for the cause."),
    ),
    pen: s.optional(s.unsigned<number>(32, "Private enterprise number of a stated code.")),
    reason: s.optional(
      s.words(
        "The cause in the registry's words; those of the sender are quoted, escaped and cut.",
      ),
    ),
    evidence: s.list(s.frameNumber(), "The frames that show the cause, in their order.", {
      minItems: 1,
      uniqueItems: true,
    }),
    unackedOctets: s.count("Octets of data that the receiving application may never have got."),
    benign: s.flag("Nothing was lost: a reset after the end, a health check, a scan."),
    alternatives: s.list(ALTERNATIVE, "Other causes that the evidence allows."),
    missing: sentences("What could not be determined, and what the capture lacks for it."),
    stage: s.oneOf(STAGES, "How far the connection had come."),
    situation: s.optional(s.oneOf(SITUATIONS, "The name under which people search for this.")),
    pattern: PATTERN,
    idleSeconds: s.optional(
      s.number("Silence before the segment that the RST answers, or before the RST.", {
        minimum: 0,
      }),
    ),
    contradictions: sentences("Where the evidence contradicts what the RST states."),
    ignored: s.optional(
      sentences("What an RST states and receivers ignore: a malformed payload.", { minItems: 1 }),
    ),
    explanation: s.words("What shows the cause, in one sentence."),
    nextStep: s.words("What to look at next."),
  },
  "Why one TCP connection was reset, and what in the capture shows it.",
  s.when(s.is("stated", true), { required: ["format"], ...s.is("cause", ...STATED_CAUSES) }),
  s.when(s.is("stated", false), {
    properties: {
      ...s.forbid(["format", "pen"]),
      cause: { not: { enum: STATED_CAUSES } },
      contradictions: { maxItems: 0 },
    },
  }),
  s.when(s.is("cause", "unknown"), {
    properties: { certainty: { enum: ["low", "undecidable"] }, missing: { minItems: 1 } },
  }),
  s.when(s.is("benign", true), s.is("unackedOctets", 0)),
);

/** One object of `explain --json`: one reset connection. New members may be added. */
export type PrintedFinding = s.Accepted<typeof FINDING>;

/** A finding without the `file` that `explain --json` says besides. */
export type Finding = Omit<PrintedFinding, "file">;

const PAYLOAD_COUNT = s.object(
  { format: s.defined<string>("Format"), status: s.oneOf(STATUSES), count: s.count() },
  "RST segments whose payload has one format and one status.",
);

export type PayloadCount = s.Accepted<typeof PAYLOAD_COUNT>;

const HOST_COUNT = s.object(
  {
    address: ADDRESS,
    sent: s.count("Valid ones that it sent."),
    received: s.count("Valid ones that were sent to it."),
    sentInvalid: s.count("Malformed ones that it sent."),
    receivedInvalid: s.count("Malformed ones that were sent to it: it ignores them."),
  },
  "RST segments with a diagnostic payload, of one address.",
);

export type HostCount = s.Accepted<typeof HOST_COUNT>;

/** What section 6.3 of the draft wants counted. */
const PAYLOAD_COUNTS = {
  rstSegments: s.count("RST segments of any kind."),
  payloads: s.list(PAYLOAD_COUNT, "RST segments with a payload, by its format and status."),
  hosts: s.list(HOST_COUNT, "RST segments with a diagnostic payload, by address."),
  hostsLeftOut: s.count("How often an address was not counted by itself: there were too many."),
  busiestSecond: s.count("The most RSTs with a diagnostic payload in one second of the clock."),
};

const UNREAD_KIND = s.object(
  {
    what: s.words("The link type, encapsulation or encryption, as people name it."),
    frames: s.count(),
  },
  "Frames of which something is not read, by the first such thing in each.",
);

const CAPTURE_SUMMARY = s.object(
  {
    file: FILE,
    frames: s.count("Frames that were read."),
    unread: s.count("Frames that carry what cannot be read."),
    notRead: s.optional(s.list(UNREAD_KIND, "The same by what that is, the most frequent first.")),
    segments: s.count("TCP segments."),
    resets: s.count("Connections that were reset: as many findings precede this."),
    failures: s.optional(
      s.count("Where --failures asks: connections that failed without an RST, of as many objects."),
    ),
    evicted: s.count("Open connections that were dropped: too many were open at once."),
    unreadLines: s.optional(
      s.count("Lines of a text that are of no packet; absent where it is a capture."),
    ),
    ...PAYLOAD_COUNTS,
    problem: s.optional(s.words("Why it could not be read to its end; absent where it could.")),
  },
  "How much of one capture was read, and the counters of the draft's section 6.3.",
);

/**
 * What `explain --summary` prints behind the findings of each capture. With them it is all that a
 * report needs, so that a capture need not be where the report is made. New members may be added.
 */
export type CaptureSummary = s.Accepted<typeof CAPTURE_SUMMARY>;

export type PayloadCounts = Pick<CaptureSummary, keyof typeof PAYLOAD_COUNTS>;

/** The two kinds of objects, and what they refer to; the Model adds Format and StatementFormat. */
export const FINDING_DEFINITIONS = {
  Finding: { title: "Reset connection: finding", ...FINDING },
  Capture: { title: "Capture: summary", ...CAPTURE_SUMMARY },
  Cause: s.oneOf(CAUSES, "Why a connection was reset, from the most specific to unknown."),
  Certainty: s.oneOf(CERTAINTIES, "undecidable: the capture, or any capture, cannot show it."),
  Endpoint: ENDPOINT,
};
