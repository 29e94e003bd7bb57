import { alignColumns } from "../../model/columns.js";
import type { Failure } from "../../model/failure.js";
import type { Finding, Stage } from "../../model/finding.js";
import { describeFailure } from "./failure-words.js";
import type { LineStyle } from "./finding-table.js";
import type { Conversation, Event, History } from "./history.js";
import {
  actorOf,
  countOf,
  describeCause,
  frameFilter,
  showEndpoint,
  showSeconds,
} from "./words.js";

/** Segments of the ladder before and after the RST. */
const STEPS_BEFORE = 12;
const STEPS_AFTER = 6;

/** One reset connection: what happened, what shows it, and its last segments. */
export function storyLines(
  finding: Finding,
  history: History,
  style: LineStyle,
): readonly string[] {
  return linesOf(finding, { sentences: sentencesOf(finding), shown: shownOf(history) }, style);
}

function shownOf({ before, reset, after }: History): readonly Event[] {
  return [...before.slice(-STEPS_BEFORE), reset, ...after.slice(0, STEPS_AFTER)];
}

/** The segments of a story alone, a line each. */
export function segmentLines({ evidence }: Finding, history: History): readonly string[] {
  return ladderOf(evidence, shownOf(history));
}

/** The same of a connection that failed without an RST. */
export function failureLines(
  failure: Failure,
  { events }: Conversation,
  style: LineStyle,
): readonly string[] {
  const { evidence } = failure;
  const first = events.findIndex(({ frame }) => evidence.includes(frame));
  const before = Math.max(0, Math.min(first - 1, events.length - STEPS_BEFORE));
  const shown = events.slice(before).slice(0, STEPS_BEFORE + STEPS_AFTER);
  return linesOf(failure, { sentences: sentencesOfFailure(failure), shown }, style);
}

/** The same of a connection that ended otherwise, or not at all. */
export function conversationLines(
  { stream, client, server, stage, events }: Conversation,
  style: LineStyle,
): readonly string[] {
  const sentences = [describeEnd(stage), `Stage of the connection: ${stage}.`];
  const shown = events.slice(-STEPS_BEFORE - STEPS_AFTER);
  return linesOf({ stream, client, server, evidence: [] }, { sentences, shown }, style);
}

function describeEnd(stage: Stage): string {
  if (stage === "closed") return "Not reset: both ends closed the connection.";
  if (stage === "closing")
    return "Not reset: one end closed the connection, and the other did not.";
  return "Not reset, and not closed either, as far as it was captured.";
}

interface Told {
  readonly sentences: readonly string[];
  readonly shown: readonly Event[];
}

function linesOf(
  { stream, client, server, evidence }: Pick<Finding, "stream" | "client" | "server" | "evidence">,
  { sentences, shown }: Told,
  { bold }: LineStyle,
): readonly string[] {
  return [
    bold(`Stream ${stream}: client ${showEndpoint(client)}, server ${showEndpoint(server)}`),
    "",
    ...sentences,
    "",
    ...ladderOf(evidence, shown),
    "",
    `Wireshark: ${evidence.length > 0 ? frameFilter(evidence) : `tcp.stream == ${stream}`}`,
    "",
  ];
}

/** All that is said of a reset, one sentence each. */
export function sentencesOf(finding: Finding): readonly string[] {
  const { alternatives, contradictions, ignored = [], missing } = finding;
  const others = alternatives.map(({ cause, certainty }) => `${cause} (${certainty})`);
  return [
    `${describeCause(finding)}, certainty ${finding.certainty}: reset in frame ${finding.frame} by ${actorOf(finding.resetBy)}.`,
    `Explanation: ${finding.explanation}.`,
    ...contradictions.map((sentence) => `But ${sentence}.`),
    ...ignored.map((sentence) => `Ignored: ${sentence}.`),
    stageOf(finding),
    `Pattern: ${finding.pattern.segments} (${finding.pattern.bucket}).`,
    ...(finding.unackedOctets > 0
      ? [`${countOf(finding.unackedOctets, "octet")} may be lost.`]
      : []),
    ...(finding.benign ? ["Benign: no data was lost."] : []),
    ...(others.length > 0 ? [`Also possible: ${others.join(", ")}.`] : []),
    ...missing.map((lack) => `Note: ${lack}.`),
    `Next step: ${finding.nextStep}.`,
  ];
}

/** The same of a failure without an RST. */
export function sentencesOfFailure(failure: Failure): readonly string[] {
  const { explanation, stage, unackedOctets, missing, nextStep } = failure;
  return [
    `${describeFailure(failure)}, certainty ${failure.certainty}: no RST ended the connection.`,
    `Explanation: ${explanation}.`,
    `Stage of the connection: ${stage}.`,
    ...(unackedOctets > 0 ? [`${countOf(unackedOctets, "octet")} were not acknowledged.`] : []),
    ...missing.map((lack) => `Note: ${lack}.`),
    `Next step: ${nextStep}.`,
  ];
}

function stageOf({ stage, idleSeconds }: Finding): string {
  const idle = idleSeconds === undefined ? "" : `, idle for ${showSeconds(idleSeconds)}`;
  return `Stage of the connection: ${stage}${idle}.`;
}

/** Client on the left, server on the right; evidence is marked. */
function ladderOf(evidence: readonly number[], shown: readonly Event[]): readonly string[] {
  const start = shown[0]?.seconds ?? Number.NaN;
  const rows = shown.map((event) => [
    evidence.includes(event.frame) ? "*" : " ",
    String(event.frame).padStart(5),
    Number.isNaN(event.seconds - start) ? "" : (event.seconds - start).toFixed(6).padStart(12),
    event.from === "client" ? "client -->" : "       <--",
    event.from === "client" ? "      " : "server",
    describeSegment(event),
  ]);
  return alignColumns(rows, " ");
}

function describeSegment(event: Event): string {
  const flags = [
    ...(event.syn ? ["SYN"] : []),
    ...(event.fin ? ["FIN"] : []),
    ...(event.rst ? ["RST"] : []),
    ...(event.ack ? ["ACK"] : []),
  ];
  return [
    flags.join(", "),
    `seq ${event.sequence}`,
    ...(event.acknowledgment === undefined ? [] : [`ack ${event.acknowledgment}`]),
    ...(event.length === 0 ? [] : [`${event.length} octets`]),
    `win ${event.window}`,
    ...(Number.isNaN(event.timeToLive) ? [] : [`ttl ${event.timeToLive}`]),
  ].join("  ");
}
