import { provenanceLines } from "../model/provenance.js";
import { MOST_REASONS, type NamedFilter, namedFilters } from "./filters/named-filters.js";
import { type CaptureForm, EVERYWHERE } from "./text/capture-filter.js";
import { filterComment, filterEntry } from "./text/filter-text.js";
import { isTestable } from "./text/payload-test.js";
import { displayFormats } from "./text/reset-filter.js";
import type { Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";

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

/** Filters for the command line and for Wireshark's menus, capture filters and their twins. */
export const target: Target = (model) => {
  const { filters, unlisted } = namedFilters(model);
  const untestable = model.formats.filter((format) => !isTestable(format));
  const view = {
    header: provenanceLines(model).map(filterComment),
    filters: filters.map(textView),
    mostReasons: MOST_REASONS,
    isShortened: unlisted.length > 0,
    unlisted: unlisted.map(filterComment),
    hasUntestable: untestable.length > 0,
    untestable: untestable.map(
      (format) => `${filterComment(format.title)}: ${displayFormats([format])}`,
    ),
  };
  const tagged = { ...EVERYWHERE, vlan: true };
  return [
    { path: "filters/filters.txt", content: renderTemplate("filters/filters.txt", view) },
    {
      path: "filters/cfilters",
      content: linesOf([
        ...filters.map(({ name, capture }) => entry("TCP reset", name, capture(EVERYWHERE))),
        ...filters.map(({ name, capture }) => entry("TCP reset, VLAN", name, capture(tagged))),
      ]),
    },
    {
      path: "filters/dfilters",
      content: linesOf(filters.map(({ name, display }) => entry("TCP reset", name, display))),
    },
  ];
};

function textView({ name, display, capture }: NamedFilter) {
  return {
    name: filterComment(name),
    display,
    forms: FORMS.map(({ name: form, form: wanted }) => ({ name: form, filter: capture(wanted) })),
  };
}

function entry(kind: string, name: string, filter: string): string {
  return filterEntry(`${kind}: ${name}`, filter);
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
