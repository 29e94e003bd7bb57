import { showCount } from "./chart.js";
import { drawTable, type Markup, markup } from "./markup.js";
import { type PayloadCounters, sumOf } from "./payload-counters.js";

const MOST_HOSTS = 20;

/** The counters that section 6.3 of the draft asks hosts for, as captures show them. */
export function drawCounters(payloads: PayloadCounters): Markup {
  const { diagnostic, others, resets, busiestSecond } = payloads;
  const rows: readonly (readonly [what: string, segments: number])[] = [
    ["RST segments", resets],
    ["with a diagnostic payload, valid", diagnostic.valid],
    ["with a diagnostic payload, invalid: receivers ignore it", diagnostic.malformed],
    ["with a diagnostic payload that the snapshot length cut", diagnostic.truncated],
    ...[...others].map(([title, count]) => [`with another payload: ${title}`, count] as const),
    ["most with a diagnostic payload in one second, for a rate limit", busiestSecond],
  ];
  return markup`<p>Section 6.3 of the draft asks for counters of sent, received and received invalid RSTs with
diagnostic payload. The addresses decide what was sent and received: what was captured on its way to a
receiver may still have been lost, and an RST that was captured twice counts twice.</p>
${drawTable("RST segments", rows, { What: ([what]) => what, Segments: ([, segments]) => segments })}
${drawHosts(payloads)}`;
}

function drawHosts(payloads: PayloadCounters): Markup {
  const hosts = payloads.hosts();
  if (hosts.length === 0) return markup``;
  const rows = hosts.slice(0, MOST_HOSTS);
  const hidden = hosts.slice(MOST_HOSTS).reduce((sum, host) => sum + sumOf(host), 0);
  const left = hidden + payloads.hostsLeftOut;
  return markup`${drawTable("RSTs with diagnostic payload, by address", rows, {
    Address: ({ address }) => address,
    Sent: ({ sent }) => sent,
    Received: ({ received }) => received,
    "Sent invalid": ({ sentInvalid }) => sentInvalid,
    "Received invalid": ({ receivedInvalid }) => receivedInvalid,
  })}${left > 0 && markup`<p class="note">Further addresses are left out, with ${showCount(left)} sent or received.</p>`}`;
}
