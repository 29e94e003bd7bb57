import {
  describeCause,
  frameFilter,
  showEndpoint,
  showResetter,
  showSeconds,
} from "../explain/finding-words.js";
import type { Event, History } from "../explain/history.js";
import type { Finding } from "../model/finding.js";
import { alignColumns } from "../targets/text/layout.js";
import { type Context, coloursFor, printTitle } from "./context.js";

/** Segments of the ladder before and after the RST. */
const STEPS_BEFORE = 12;
const STEPS_AFTER = 6;

/** Prints one reset connection: what happened, what shows it, and its last segments. */
export function tellStory(
  context: Context,
  finding: Finding,
  history: History,
  name?: string,
): void {
  const colours = coloursFor(context, context.stdout);
  if (name !== undefined) printTitle(context, name);
  const title = `Stream ${finding.stream}: client ${showEndpoint(finding.client)}, server ${showEndpoint(finding.server)}`;
  const lines = [
    colours.bold(title),
    "",
    ...sentencesOf(finding),
    "",
    ...ladder(finding, history),
    "",
    `Wireshark: ${frameFilter(finding.evidence)}`,
    "",
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
}

function sentencesOf(finding: Finding): readonly string[] {
  const {
    alternatives,
    benign,
    contradictions,
    idleSeconds,
    ignored = [],
    missing,
    stage,
  } = finding;
  const { unackedOctets } = finding;
  return [
    `${describeCause(finding)}, certainty ${finding.certainty}: reset in frame ${finding.frame} by ${showResetter(finding.resetBy)}.`,
    `What shows it: ${finding.explanation}.`,
    ...contradictions.map((sentence) => `But: ${sentence}.`),
    ...ignored.map((sentence) => `Not believed: ${sentence}.`),
    `The connection was in the stage "${stage}"${idleSeconds === undefined ? "" : `, and silent for ${showSeconds(idleSeconds)}`}.`,
    ...(unackedOctets > 0 ? [`Octets that may be lost: ${unackedOctets}.`] : []),
    ...(benign ? ["Nobody lost anything by it."] : []),
    ...(alternatives.length > 0
      ? [
          `Also possible: ${alternatives.map(({ cause, certainty }) => `${cause} (${certainty})`).join(", ")}.`,
        ]
      : []),
    ...missing.map((lack) => `Note: ${lack}.`),
    `Look next at: ${finding.nextStep}.`,
  ];
}

/** Client on the left, server on the right; evidence is marked. */
function ladder({ evidence }: Finding, { before, reset, after }: History): readonly string[] {
  const shown = [...before.slice(-STEPS_BEFORE), reset, ...after.slice(0, STEPS_AFTER)];
  const start = shown[0]?.seconds ?? Number.NaN;
  const rows = shown.map((event) => [
    evidence.includes(event.frame) ? "*" : " ",
    String(event.frame).padStart(5),
    Number.isNaN(event.seconds) ? "" : `${(event.seconds - start).toFixed(6)}`.padStart(12),
    event.from === "client" ? "client -->" : "       <--",
    event.from === "client" ? "      " : "server",
    describeSegment(event),
  ]);
  return alignColumns(rows, " ");
}

function describeSegment(event: Event): string {
  const flags = [
    event.syn && "SYN",
    event.fin && "FIN",
    event.rst && "RST",
    event.ack && "ACK",
  ].filter((flag) => flag !== false);
  return [
    flags.join(", "),
    `seq ${event.sequence}`,
    ...(event.acknowledgment === undefined ? [] : [`ack ${event.acknowledgment}`]),
    ...(event.length === 0 ? [] : [`${event.length} octets`]),
    `win ${event.window}`,
    `ttl ${event.timeToLive}`,
  ].join("  ");
}
