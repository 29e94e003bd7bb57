import type { Endpoint } from "../model/record.js";
import type { SeenReset } from "./read-side.js";

/** What two RSTs must share to be one; undefined where an RST has nothing to show for it. */
type Evidence = (reset: SeenReset) => string | undefined;

/** RSTs that share all the evidence of a stage, and no earlier one, are taken for the same. */
export interface MatchStage {
  readonly evidence: readonly Evidence[];
  /** How much longer than usual one may have been on its way. */
  readonly withinSeconds: number;
  /** Where RSTs that could be exchanged for each other may have different payloads. */
  readonly isPayloadOpen: boolean;
  /** Too little is shared to say more than that it may be the same. */
  readonly isGuess?: true;
}

/** "The Maximum Segment Lifetime (MSL) is taken to be 2 minutes" (RFC 9293 section 3.4.2). */
const SEGMENT_LIFETIME_SECONDS = 120;
/** What has other numbers must at least be close in time. */
const CHANGED_SECONDS = 10;
const GUESS_SECONDS = 1;

const nameOf = ({ address, port }: Endpoint) => `${address} ${port}`;
/** 0 is what every sender may write, so it is no evidence. */
const distinct = (value: string | number = 0) => (value === 0 ? undefined : String(value));

const source: Evidence = (reset) => nameOf(reset.source);
const destination: Evidence = (reset) => nameOf(reset.destination);
const sequence: Evidence = (reset) => distinct(reset["sequence-number"]);
const acknowledgment: Evidence = (reset) => distinct(reset["acknowledgment-number"]);
const numbers: Evidence = (reset) =>
  `${reset["sequence-number"]} ${reset["acknowledgment-number"]}`;
const someNumber: Evidence = (reset) =>
  (sequence(reset) ?? acknowledgment(reset)) && numbers(reset);
const anyIdentification: Evidence = (reset) => String(reset.identification);
const identification: Evidence = (reset) => distinct(reset.identification);
const anyPayload: Evidence = ({ lengthBytes, payload }) => `${lengthBytes} ${payload}`;
const payload: Evidence = (reset) => (reset.lengthBytes > 0 ? anyPayload(reset) : undefined);

/** The strongest first: what middleboxes seldom change counts most. */
export const MATCH_STAGES: readonly MatchStage[] = [
  ...sure([
    [source, destination, numbers, anyIdentification, anyPayload],
    [source, destination, numbers, anyPayload],
    [source, destination, numbers, identification],
    [source, destination, numbers],
    // Translated at one end or at both.
    [destination, someNumber, anyIdentification, anyPayload],
    [source, someNumber, anyIdentification, anyPayload],
    [sequence, acknowledgment, anyIdentification, anyPayload],
    [destination, someNumber, anyPayload],
    [source, someNumber, anyPayload],
    [sequence, acknowledgment, anyPayload],
    [destination, someNumber],
    [source, someNumber],
    [sequence, acknowledgment],
  ]),
  // With another number, as from a firewall that chooses the first ones anew.
  ...sure(
    [
      [source, destination, sequence, anyPayload],
      [source, destination, acknowledgment, anyPayload],
      [source, destination, identification, payload],
      [source, destination, sequence],
      [source, destination, acknowledgment],
      [source, destination, identification],
      [source, destination, payload],
    ],
    CHANGED_SECONDS,
  ),
  {
    evidence: [source, destination],
    withinSeconds: GUESS_SECONDS,
    isPayloadOpen: true,
    isGuess: true,
  },
];

function sure(
  stages: readonly (readonly Evidence[])[],
  withinSeconds = SEGMENT_LIFETIME_SECONDS,
): readonly MatchStage[] {
  return stages.map((evidence) => ({
    evidence,
    withinSeconds,
    isPayloadOpen: !evidence.includes(anyPayload) && !evidence.includes(payload),
  }));
}

/** The evidence of an RST as one text; undefined where some of it is lacking. */
export function keyOf({ evidence }: MatchStage, reset: SeenReset): string | undefined {
  const parts = evidence.map((part) => part(reset));
  return parts.includes(undefined) ? undefined : parts.join("|");
}
