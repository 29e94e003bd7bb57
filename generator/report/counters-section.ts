import { type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";

const MOST_HOSTS = 20;

/** The counters that section 6.3 of the draft asks hosts for, as captures show them. */
export function drawCounters({ payloads }: Summary): Markup {
  const { diagnostic, others, resets, busiestSecond } = payloads;
  const rows = [
    ["RST segments", resets],
    ["with a diagnostic payload, valid", diagnostic.valid],
    ["with a diagnostic payload, invalid: receivers ignore it", diagnostic.malformed],
    ["with a diagnostic payload that the snapshot length cut", diagnostic.truncated],
    ...[...others].map(([title, count]) => [`with another payload: ${title}`, count]),
    ["most with a diagnostic payload in one second, for a rate limit", busiestSecond],
  ];
  return markup`<p>Section 6.3 of the draft asks for counters of sent, received and received invalid RSTs with
diagnostic payload. Sent and received are told by the addresses: what a capture shows as received may have
been lost behind it, and RSTs that were captured twice count twice.</p>
${drawTable({ caption: "RST segments", head: ["What", "Segments"], rows })}
${drawHosts(payloads)}`;
}

function drawHosts({ hosts }: Summary["payloads"]): Markup {
  const sorted = hosts
    .entries()
    .map(([address, counters]) => ({ address, ...counters }))
    .sort((a, b) => sumOf(b) - sumOf(a));
  if (sorted.length === 0) return markup``;
  const rest = sorted.length - MOST_HOSTS;
  const more =
    rest > 0 || hosts.refused > 0
      ? markup`<p class="note">Further addresses are left out.</p>`
      : markup``;
  const rows = sorted
    .slice(0, MOST_HOSTS)
    .map((host) => [
      host.address,
      host.sent,
      host.received,
      host.sentInvalid,
      host.receivedInvalid,
    ]);
  const head = ["Address", "Sent", "Received", "Sent invalid", "Received invalid"];
  return markup`${drawTable({ caption: "RSTs with diagnostic payload, by address", head, rows })}${more}`;
}

function sumOf({
  sent,
  received,
  sentInvalid,
  receivedInvalid,
}: Readonly<Record<"sent" | "received" | "sentInvalid" | "receivedInvalid", number>>): number {
  return sent + received + sentInvalid + receivedInvalid;
}
