import { IANA_PEN } from "../model/identifiers.js";
import { diagnosticRegistries, type Model, provenanceLines } from "../model/model.js";
import { isUsable, showCodes } from "../model/registry.js";
import { showUnprintable } from "../model/text.js";
import { type CaptureForm, EVERYWHERE } from "./filters/capture-filter.js";
import {
  displayFormats,
  formatFilter,
  isTestable,
  type ResetFilter,
  reasonFilter,
  resetFilter,
} from "./filters/reset-filter.js";
import { filterList } from "./rendering/escape.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/** Text in UTF-8 behind a `#`: it cannot begin another line. */
function filterComment(text: string): string {
  return showUnprintable(text).trim();
}

/** A filter and what people call it, in one line of text that is not yet escaped. */
export interface NamedFilter extends ResetFilter {
  readonly name: string;
}

/** The filters of a pack. */
export interface FilterList {
  readonly filters: readonly NamedFilter[];
  /** Titles of the registries whose reasons are too many for a list. */
  readonly unlisted: readonly string[];
}

/** Nobody looks for a filter among more than this; `rstdiag filter` makes any of them. */
export const MOST_REASONS = 256;

/** Filters for kinds of resets, then one for each registered reason, IANA's first. */
export function namedFilters(model: Model): FilterList {
  const filters: NamedFilter[] = [];
  const add = (name: string, filter: ResetFilter | undefined) => {
    if (filter) filters.push({ name, ...filter });
  };
  for (const format of model.formats) add(format.title, formatFilter(model, format));
  add("Malformed payload", resetFilter(model, { kind: "malformed" }));
  add("Any vendor's reason", resetFilter(model, { kind: "vendor" }));
  for (const { pen, registry } of model.vendors.slice(0, MOST_REASONS)) {
    add(`${registry.title} (pen ${pen})`, resetFilter(model, { kind: "pen", pen }));
  }
  const own = diagnosticRegistries(model).map((registry) => ({ registry, pen: IANA_PEN }));
  const unlisted: string[] = [];
  let room = MOST_REASONS;
  for (const { registry, pen } of [...own, ...model.vendors]) {
    const rows = registry.rows.filter(isUsable);
    if (rows.length > room) {
      unlisted.push(registry.title);
      continue;
    }
    room -= rows.length;
    for (const codes of rows) {
      const name = `${codes.description} (code ${showCodes(codes)}, pen ${pen})`;
      add(name, reasonFilter(model, registry, { codes, pen }));
    }
  }
  return { filters, unlisted };
}

/** The forms of each capture filter, and what people call them. */
export const FORMS: readonly { readonly name: string; readonly form: CaptureForm }[] = [
  { name: "IPv4", form: { carriers: ["ipv4"], vlan: false } },
  { name: "IPv6 without extension headers", form: { carriers: ["ipv6"], vlan: false } },
  {
    name: "IPv6 with one Hop-by-Hop Options header",
    form: { carriers: ["ipv6-hop-by-hop"], vlan: false },
  },
  { name: "all of these", form: EVERYWHERE },
  { name: "all of these, in frames with one VLAN tag", form: { ...EVERYWHERE, vlan: true } },
];

/** Filters for the command line and for Wireshark's menus. */
export const target: Target = (model) => {
  const { filters, unlisted } = namedFilters(model);
  const untestable = model.formats.filter((format) => !isTestable(format));
  const view = {
    header: provenanceLines(model).map(filterComment),
    filters: filters.map(({ name, display, capture }) => ({
      name: filterComment(name),
      display,
      forms: FORMS.map(({ name: form, form: wanted }) => ({ name: form, filter: capture(wanted) })),
    })),
    mostReasons: MOST_REASONS,
    isShortened: unlisted.length > 0,
    unlisted: unlisted.map(filterComment),
    hasUntestable: untestable.length > 0,
    untestable: untestable.map(
      (format) => `${filterComment(format.title)}: ${displayFormats([format])}`,
    ),
  };
  const listed = (prefix: string, write: (filter: NamedFilter) => string) =>
    filters.map((filter) => ({ name: `${prefix}: ${filter.name}`, filter: write(filter) }));
  const tagged = { ...EVERYWHERE, vlan: true };
  const captureFilters = [
    ...listed("TCP reset", ({ capture }) => capture(EVERYWHERE)),
    ...listed("TCP reset, VLAN", ({ capture }) => capture(tagged)),
  ];
  const displayFilters = listed("TCP reset", ({ display }) => display);
  return [
    { path: "filters/filters.txt", content: renderTemplate("filters/filters.txt", view) },
    { path: "filters/cfilters", content: filterList(captureFilters) },
    { path: "filters/dfilters", content: filterList(displayFilters) },
  ];
};
