import type { Pattern } from "../../model/finding.js";
import type { Event, History } from "./history.js";

/** RSTs after this belong to something else. */
const TOGETHER_SECONDS = 1;
const SHOWN_RSTS = 3;

/**
 * The reset as studies of tampering write it (Cloudflare, "Global, Passive Detection of Connection
 * Tampering", SIGCOMM 2023): what the client had sent, and the RSTs that it got or sent.
 */
export function patternOf(history: History): Pattern {
  const { before, isClientKnown } = history;
  let data = 0;
  let isAccepted = false;
  for (const { from, rst, isProbe, length, syn, ack } of before) {
    if (from !== "client" || rst || isProbe) continue;
    if (length > 0) data += 1;
    if (!syn && ack) isAccepted = true;
  }
  const resets = resetsOf(history);
  if (!isClientKnown && data !== 1) return { bucket: "unknown", segments: `? → ${resets}` };
  if (data > 1) return { bucket: "later", segments: `PSH+ACK; Data → ${resets}` };
  if (data === 1) return { bucket: "post-PSH", segments: `PSH+ACK → ${resets}` };
  return isAccepted
    ? { bucket: "post-ACK", segments: `SYN; ACK → ${resets}` }
    : { bucket: "post-SYN", segments: `SYN → ${resets}` };
}

/** With `0` where the acknowledgment number is 0 beside another one that is not. */
function resetsOf({ reset, after }: History): string {
  if (after.length === 0) return nameOf(reset, false);
  const later = after.filter(
    ({ from, rst, seconds }) =>
      rst && from === reset.from && !(seconds - reset.seconds > TOGETHER_SECONDS),
  );
  const all = [reset, ...later].slice(0, SHOWN_RSTS);
  const isMixed = all.some((one) => one.isAcknowledgmentZero !== reset.isAcknowledgmentZero);
  const names = all.map((one) => nameOf(one, isMixed));
  return names.join("; ");
}

function nameOf({ ack, isAcknowledgmentZero }: Event, isMixed: boolean): string {
  return `RST${ack ? "+ACK" : ""}${isMixed && isAcknowledgmentZero ? "0" : ""}`;
}
