import { codeSegments } from "../model/code-range.js";
import { IANA_PEN } from "../model/identifiers.js";
import { diagnosticRegistries, type Model, provenanceLines, type Vendor } from "../model/model.js";
import {
  findCause,
  type Origin,
  type Registry,
  type RegistryRow,
  showCodes,
} from "../model/registry.js";
import { USUAL } from "./filters/capture-filter.js";
import { displayFormats, formatFilter, reasonFilter } from "./filters/reset-filter.js";
import { markdownComment, markdownText } from "./rendering/escape.js";
import { markdownTable, titleOf } from "./rendering/layout.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/**
 * What an analyst looks at next, by what a record means: between revisions, codes and words change.
 * A cause without advice gets the general one.
 */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ["illegal-option-length", "the options of the segment that it answers"],
  [
    "desynchronized-state",
    "whether the sender lost its state: a restart, or a NAT or load balancer that forgot the connection",
  ],
  ["data-after-close", "data that arrives after the sender's FIN, or that it left unread"],
  ["abort", "the log of the sender's application: it aborted the connection, or was terminated"],
  [
    "unexpected-ack",
    "the ACK that it answers: from an old connection, a scan, or after state was lost",
  ],
  [
    "unexpected-ack.closed",
    "whether the port is open, and whether the sender knew the connection before",
  ],
  [
    "unexpected-ack.listen",
    "the ACK that it answers: from an old connection, a scan, or after a restart",
  ],
  ["unexpected-ack.syn-sent", "an old connection of the same ports that the other end still has"],
  [
    "unexpected-ack.syn-received",
    "the ACK number against the sender's SYN: an old connection, or a guess",
  ],
  [
    "syn-in-window",
    "the SYN that it answers: the other end restarted, or a middlebox injects segments",
  ],
  ["unexpected-security-compartment", "the security options of IP, in both directions"],
  ["malformed-message", "the last message to the sender, and the sender's log"],
  ["not-authorized", "the rules and the log of the firewall or proxy"],
  ["resource-exceeded", "other resets at the same time, and the sender's limits"],
  ["network-failure", "links and routes behind the sender"],
  ["reset-by-peer", "the RST on the sender's other side: the cause is there"],
  ["destination-unreachable", "unanswered SYNs and ICMP errors behind the sender"],
  ["connection-timeout", "the silence before it, and unanswered retransmissions or keep-alives"],
  ["too-much-outstanding-data", "the subflow's unacknowledged data"],
  ["unacceptable-performance", "round-trip time and loss, against those of other subflows"],
  ["middlebox-interference", "captures of both ends: what changed on the way"],
]);

const RESERVED = "the sender's software: no sender may use this code";
const GENERAL = "the segments before it, in both directions, and the sender's log";

/** Where to go on from a cause; one that narrows another without advice of its own has the other's. */
export function adviceFor({
  meaning = "",
  category,
}: Pick<RegistryRow, "meaning" | "category">): string {
  if (category === "reserved") return RESERVED;
  return ADVICE.get(meaning) ?? ADVICE.get(meaning.replace(/\..*$/, "")) ?? GENERAL;
}

/** The reasons of all registries for people who read captures, with the filters for each. */
export const target: Target = (model) => {
  const view = {
    header: provenanceLines(model).map(markdownComment),
    title: markdownText(model.title),
    specification: markdownText(model.specification),
    formats: formatTable(model),
    registries: [
      ...diagnosticRegistries(model).map((registry) => ({ pen: IANA_PEN, registry })),
      ...model.vendors,
      ...otherRegistries(model).map((registry) => ({ registry })),
    ].map((owned) => registryView(model, owned)),
  };
  const content = renderTemplate("docs/reset-reasons.md", view);
  return [{ path: "docs/reset-reasons.md", content }];
};

function formatTable(model: Model): readonly string[] {
  return markdownTable(
    ["Format", "Standing", "Specification", "Section", "Display filter", "Capture filter"],
    model.formats.map((format) => {
      const filter = formatFilter(model, format);
      return [
        markdownText(format.title),
        format.standing,
        markdownText(format.specification),
        markdownText(format.section),
        code(displayFormats([format])),
        filter ? code(filter.capture(USUAL)) : "",
      ];
    }),
  );
}

/** Registries that no PEN picks, in the order of the formats that have them. */
function otherRegistries({ formats }: Model): readonly Registry[] {
  const having = formats.filter(({ pen }) => !pen);
  return [...new Set(having.flatMap(({ registry }) => registry ?? []))];
}

/** A registry, and what its vendor says; without a PEN it is a format's own. */
type Owned = Pick<Vendor, "registry"> & Partial<Vendor>;

function registryView(model: Model, { pen, registry, organisation, contactPage }: Owned) {
  const owners = model.formats.filter((format) => !format.pen && format.registry === registry);
  const revisions = registry.others.flatMap((other) => other.revision ?? []);
  return {
    title: markdownText(titleOf(registry)),
    hasPen: pen !== undefined,
    pen,
    owners: owners.map((format) => markdownText(format.title)).join(", "),
    hasOrganisation: organisation !== undefined,
    organisation: markdownText(organisation ?? ""),
    hasContactPage: contactPage !== undefined,
    contactPage: `<${contactPage}>`,
    hasOthers: revisions.length > 0,
    others: revisions.map(markdownText).join(", "),
    table: reasonTable(model, registry, pen),
    notes: registry.notes.filter((note) => note !== "").map(markdownText),
  };
}

const REASON_TITLES = [
  "Code",
  "Cause",
  "Specification",
  "In other revisions",
  "Who may send it",
  "Check next",
  "Display filter",
  "Capture filter",
];

function reasonTable(model: Model, registry: Registry, pen?: number): readonly string[] {
  const rows = codeSegments(registry).map((segment) => {
    const { first, row, otherReadings } = segment;
    const filter = reasonFilter(model, registry, { codes: segment, pen });
    return [
      showCodes(segment),
      row ? markdownText(row.description) : "*not in this revision*",
      row ? markdownText(row.reference) : "",
      otherReadings.map((one) => markdownText(`${one.revision}: ${one.reason}`)).join("; "),
      row?.origin ? SENDERS[row.origin] : "",
      // Where only other revisions know a code, the sender had one of them.
      markdownText(adviceFor(row ?? findOther(registry, first))),
      filter ? code(filter.display) : "",
      filter ? code(filter.capture(USUAL)) : "",
    ];
  });
  return markdownTable(REASON_TITLES, rows);
}

const SENDERS: Readonly<Record<Origin, string>> = {
  endpoint: "an endpoint",
  "service-function": "a service function",
  any: "an endpoint or a service function",
};

function findOther({ others }: Registry, code: number): Pick<RegistryRow, "meaning" | "category"> {
  const causes = others.flatMap((other) => findCause(other, code) ?? []);
  return causes[0] ?? { category: "assigned" };
}

/** Only for text of our own: filters have no backtick and no vertical bar. */
function code(text: string): string {
  return `\`${text}\``;
}
