import type { Certainty } from "./finding.js";
import { FAILURES, ICMP_FAMILIES, STAGES } from "./finding-names.js";
import { ADDRESS, type Endpoint, FILE, TIME } from "./record.js";
import * as s from "./shape.js";

export type FailureName = (typeof FAILURES)[number];
export type IcmpFamily = (typeof ICMP_FAMILIES)[number];

const ICMP = s.object(
  {
    frame: s.frameNumber("The first such error that the connection did not survive."),
    family: s.oneOf(ICMP_FAMILIES, "For IPv4 or for IPv6: their types and codes differ."),
    type: s.unsigned<number>(8, "As in the ICMP header."),
    code: s.unsigned<number>(8, "As in the ICMP header."),
    words: s.words("What IANA calls the code; of a code without a name, the type."),
    from: { ...ADDRESS, description: "Who sent it, by its address." },
    count: s.count("Errors of that type and code about this connection."),
    mtu: s.optional(s.count("The largest packet that the next link takes, in octets.")),
  },
  "The ICMP error that quotes a segment of the connection.",
);

const FAILURE = s.object(
  {
    file: FILE,
    kind: s.oneOf(["failure"], "Tells it from a finding, which has no such member."),
    stream: s.count("Number of the connection in its capture, from 0: Wireshark's tcp.stream."),
    frame: s.frameNumber("The first frame that shows the failure."),
    time: s.optional({ ...TIME, description: "Time of that frame in UTC, where it has one." }),
    client: s.defined<Endpoint>("Endpoint", "The end that opened the connection."),
    server: s.defined<Endpoint>("Endpoint", "The other end."),
    failure: s.oneOf(FAILURES, "What the capture shows."),
    sender: s.oneOf(["client", "server"], "Whose segments were not answered."),
    certainty: s.defined<Certainty>("Certainty", "How certain it is."),
    reasonCode: s.optional(s.unsigned<number>(16, "The code that the registry has for it.")),
    reason: s.optional(s.words("The same in the words of the registry.")),
    icmp: s.optional(ICMP),
    transmissions: s.count("How often the unanswered segment was sent."),
    seconds: s.optional(s.number("From its first transmission to its last.", { minimum: 0 })),
    unackedOctets: s.count("Octets of data that were sent and not acknowledged."),
    evidence: s.list(s.frameNumber(), "The frames that show it, in their order.", {
      minItems: 1,
      uniqueItems: true,
    }),
    stage: s.oneOf(STAGES, "How far the connection had come."),
    missing: s.list(s.words(), "What could not be determined, and what the capture lacks for it.", {
      uniqueItems: true,
    }),
    explanation: s.words("What shows it, in one sentence."),
    nextStep: s.words("What to look at next."),
  },
  "A connection that ended without an answer and without an RST, and what in the capture shows why.",
);

/** One object of `explain --failures --json`: never one of a reset. New members may be added. */
export type PrintedFailure = s.Accepted<typeof FAILURE>;

/** A failure without the `file` that `explain --json` says besides. */
export type Failure = Omit<PrintedFailure, "file">;

/** The object, for the schema that has what it refers to. */
export const FAILURE_DEFINITION = { title: "Failed connection: failure", ...FAILURE };
