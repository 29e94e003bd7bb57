import { IANA_PEN } from "../model/identifiers.js";
import { diagnosticRegistries, type Model, provenanceLines } from "../model/model.js";
import { isUsable, type Registry, showCodes } from "../model/registry.js";
import { showUnprintable } from "../model/text.js";
import { type CaptureForm, EVERYWHERE } from "./filters/capture-filter.js";
import { isTestable } from "./filters/payload-test.js";
import {
  displayFormats,
  formatFilter,
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
  const owned = [
    ...diagnosticRegistries(model).map((registry) => ({ registry, pen: IANA_PEN })),
    ...model.vendors,
  ];
  const filters: NamedFilter[] = [...kindFilters(model), ...vendorFilters(model)];
  const unlisted: string[] = [];
  let room = MOST_REASONS;
  for (const { registry, pen } of owned) {
    const found =
      registry.rows.filter(isUsable).length > room
        ? undefined
        : reasonFilters(model, registry, pen);
    if (found) filters.push(...found);
    else unlisted.push(registry.title);
    room -= found?.length ?? 0;
  }
  return { filters, unlisted };
}

function kindFilters(model: Model): readonly NamedFilter[] {
  return [
    ...model.formats.flatMap((format) => {
      const filter = formatFilter(model, format);
      return filter ? [{ name: format.title, ...filter }] : [];
    }),
    { name: "Malformed payload", ...resetFilter(model, { kind: "malformed" }) },
    { name: "Any vendor's reason", ...resetFilter(model, { kind: "vendor" }) },
  ];
}

function vendorFilters(model: Model): readonly NamedFilter[] {
  return model.vendors.slice(0, MOST_REASONS).map(({ pen, registry }) => ({
    name: `${registry.title} (pen ${pen})`,
    ...resetFilter(model, { kind: "pen", pen }),
  }));
}

function reasonFilters(model: Model, registry: Registry, pen: number): readonly NamedFilter[] {
  return registry.rows.filter(isUsable).flatMap(({ first, last, description }) => {
    const codes = { first, last };
    const filter = reasonFilter(model, registry, { codes, pen });
    const name = `${description} (code ${showCodes(codes)}, pen ${pen})`;
    return filter ? [{ name, ...filter }] : [];
  });
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
      content: filterList([
        ...filters.map(({ name, capture }) => {
          return { name: `TCP reset: ${name}`, filter: capture(EVERYWHERE) };
        }),
        ...filters.map(({ name, capture }) => {
          return { name: `TCP reset, VLAN: ${name}`, filter: capture(tagged) };
        }),
      ]),
    },
    {
      path: "filters/dfilters",
      content: filterList(
        filters.map(({ name, display }) => ({ name: `TCP reset: ${name}`, filter: display })),
      ),
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
