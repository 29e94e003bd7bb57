import { countOf, showResetter } from "../explain/finding-words.js";
import { RESETTERS } from "../model/finding.js";
import { sumOf } from "./kind.js";
import type { Summary } from "./summary.js";
import { showTime } from "./time-chart.js";

/** What happened, in a few sentences. */
export function describeSummary(summary: Summary): string {
  const { files, comparisons } = summary;
  if (comparisons.count === 0) return describeResets(summary);
  const arrival = describeArrival(summary);
  return files.length === 0 ? arrival : `${describeResets(summary)} ${arrival}`;
}

function describeArrival({ comparisons }: Summary): string {
  const { count, sent, arrived, sentWithPayload, intact } = comparisons;
  const [came, whole, withPayload] = [arrived, intact, sentWithPayload].map((one) =>
    one.toLocaleString("en"),
  );
  return `In ${countOf(count, "comparison")} of a sender's with a receiver's capture, ${came} of ${countOf(sent, "RST")} arrived; of ${withPayload} with a payload, ${whole} arrived with it as it was sent.`;
}

function describeResets(summary: Summary): string {
  const total = sumOf(summary.kinds);
  const frames = summary.files.reduce((sum, { counts }) => sum + counts.frames, 0);
  const read = `${countOf(summary.files.length, "capture")} with ${countOf(frames, "frame")}`;
  if (total === 0)
    return [`No connection was reset in ${read}.`, limitsOf(summary)].join(" ").trim();
  return [
    `In ${read}${periodOf(summary)}, ${countOf(total, "connection")} ${total === 1 ? "was" : "were"} reset: ${resettersOf(summary)}.`,
    causesOf(summary),
    lossOf(summary),
    limitsOf(summary),
  ]
    .join(" ")
    .trim();
}

function periodOf({ timeLine }: Summary): string {
  const steps = timeLine.steps();
  const [first, last] = [steps[0], steps.at(-1)];
  return first === undefined || last === undefined
    ? ""
    : `, between ${showTime(first.start)} and ${showTime(last.start + timeLine.width)} UTC`;
}

function resettersOf({ by }: Summary): string {
  const parts = RESETTERS.flatMap((resetter) => {
    const counts = by.get(resetter);
    return counts === undefined ? [] : `${sumOf(counts)} by ${showResetter(resetter)}`;
  });
  return parts.join(", ");
}

function causesOf({ kinds, causes }: Summary): string {
  const [first, second] = causes.list(false).filter(({ kind }) => kind === "inferred");
  const names = [first, second].flatMap((group) =>
    group?.example === undefined ? [] : `${group.example.finding.cause} (${group.count})`,
  );
  const most = names.length === 0 ? "" : `, most often ${names.join(" and ")}`;
  return `${kinds.stated} state a cause themselves; of ${kinds.inferred} the cause was inferred${most}; of ${kinds.unknown} it stays unknown, and ${kinds.benign} are benign: an end after the end, a health check or a scan.`;
}

function lossOf({ losers, lostOctets, contradicted }: Summary): string {
  const loss =
    losers === 0
      ? "There is no sign that data was lost."
      : `In ${countOf(losers, "connection")} ${countOf(lostOctets, "octet")} may never have reached the application at the other end.`;
  const doubt =
    contradicted === 0
      ? ""
      : ` In ${countOf(contradicted, "connection")} the evidence speaks against the cause that is stated.`;
  return loss + doubt;
}

function limitsOf({ files }: Summary): string {
  const evicted = files.reduce((sum, { counts }) => sum + counts.evicted, 0);
  const unread = files.reduce((sum, { counts }) => sum + counts.unread, 0);
  const broken = files.filter(({ problem }) => problem !== undefined).length;
  const decoded = files.filter(({ decodedOnly }) => decodedOnly).length;
  return [
    ...(evicted > 0
      ? [`${countOf(evicted, "open connection")} had to be forgotten: too many at once.`]
      : []),
    ...(unread > 0 ? [`${countOf(unread, "frame")} have a link type that is not read.`] : []),
    ...(broken > 0 ? [`${countOf(broken, "capture")} could not be read to the end.`] : []),
    ...(decoded > 0
      ? [
          `${countOf(decoded, "capture")} ${decoded === 1 ? "was" : "were"} decoded and not explained: of their connections nothing is known, and RSTs without payload are not counted.`,
        ]
      : []),
  ].join(" ");
}
