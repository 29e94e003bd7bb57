import type { Origin } from "../model/cause-origin.js";
import { codeSegments } from "../model/code-segments.js";
import type { DiagnosticFormat } from "../model/format.js";
import { diagnosticRegistries, type Model, type Vendor } from "../model/model.js";
import type { OtherReading } from "../model/other-readings.js";
import { IANA_PEN } from "../model/pen.js";
import { provenanceLines } from "../model/provenance.js";
import { type Registry, type RegistryRow, showCodes } from "../model/registry.js";
import { adviceFor } from "./docs/advice.js";
import { reasonFilter } from "./docs/reason-filter.js";
import { captureFilter } from "./text/capture-filter.js";
import { filterName } from "./text/filter-names.js";
import { markdownTable } from "./text/markdown-table.js";
import { markdownComment, markdownText } from "./text/markdown-text.js";
import type { Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";
import { hex } from "./text/words.js";

/** The reasons of all registries for people who read captures, with the filters for each. */
export const target: Target = (model) => {
  const view = {
    header: provenanceLines(model).map(markdownComment),
    title: markdownText(model.title),
    specification: markdownText(model.specification),
    formats: formatTable(model.diagnosticFormats),
    registries: [
      ...diagnosticRegistries(model).map((registry) =>
        registryView(model, { pen: IANA_PEN, registry }),
      ),
      ...model.vendors.map((vendor) => registryView(model, vendor)),
    ],
  };
  return [
    { path: "docs/reset-reasons.md", content: renderTemplate("docs/reset-reasons.md", view) },
  ];
};

function formatTable(formats: readonly DiagnosticFormat[]): readonly string[] {
  return markdownTable([
    { title: "Format", cells: formats.map(({ title }) => markdownText(title)) },
    { title: "Section", cells: formats.map(({ section }) => markdownText(section)) },
    { title: "Display filter", cells: formats.map((format) => code(magicFilter(format))) },
    { title: "Capture filter", cells: formats.map((format) => code(captureFilter(format))) },
  ]);
}

function magicFilter({ magic }: DiagnosticFormat): string {
  return `${filterName(magic)} == ${hex(magic.value, magic.widthBits)}`;
}

function registryView(model: Model, { pen, registry, organisation, contactPage }: Vendor) {
  const { title, revision, notes, others } = registry;
  const named = revision === undefined ? title : `${title}, revision ${revision}`;
  const revisions = others.flatMap((other) => other.revision ?? []);
  return {
    title: markdownText(named),
    pen,
    hasOrganisation: organisation !== undefined,
    organisation: markdownText(organisation ?? ""),
    hasContactPage: contactPage !== undefined,
    contactPage: `<${contactPage}>`,
    hasOthers: revisions.length > 0,
    others: revisions.map(markdownText).join(", "),
    table: reasonTable(model, registry, pen),
    notes: notes.filter((note) => note !== "").map(markdownText),
  };
}

function reasonTable(model: Model, registry: Registry, pen: number): readonly string[] {
  const rows = codeSegments(registry).map((segment) => {
    const { first, last, row, otherReadings } = segment;
    const filter = reasonFilter(model, registry, { first, last, pen });
    return {
      value: showCodes(segment),
      cause: row ? markdownText(row.description) : "*not in this revision*",
      reference: row ? markdownText(row.reference) : "",
      others: otherCauses(otherReadings),
      sender: row ? senderOf(row) : "",
      advice: markdownText(adviceFor(row ?? causeOf(otherReadings))),
      display: filter ? code(filter.display) : "",
      capture: filter?.capture === undefined ? "" : code(filter.capture),
    };
  });
  return markdownTable([
    { title: "Code", cells: rows.map(({ value }) => value) },
    { title: "Cause", cells: rows.map(({ cause }) => cause) },
    { title: "Specification", cells: rows.map(({ reference }) => reference) },
    { title: "In other revisions", cells: rows.map(({ others }) => others) },
    { title: "Who may send it", cells: rows.map(({ sender }) => sender) },
    { title: "Look next at", cells: rows.map(({ advice }) => advice) },
    { title: "Display filter", cells: rows.map(({ display }) => display) },
    { title: "Capture filter", cells: rows.map(({ capture }) => capture) },
  ]);
}

const SENDERS: Readonly<Record<Origin, string>> = {
  endpoint: "an endpoint",
  "service-function": "a service function",
  any: "an endpoint or a service function",
};

function senderOf({ origin }: RegistryRow): string {
  return origin === undefined ? "" : SENDERS[origin];
}

/** Where only other revisions know a code, the sender had one of them. */
function causeOf([first]: readonly OtherReading[]) {
  return { description: first?.reason ?? "", category: "assigned" } as const;
}

function otherCauses(readings: readonly OtherReading[]): string {
  return readings.map(({ revision, reason }) => markdownText(`${revision}: ${reason}`)).join("; ");
}

/** Only for text of our own: filters have no backtick and no vertical bar. */
function code(text: string): string {
  return `\`${text}\``;
}
