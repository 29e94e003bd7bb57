import { diagnosticRegistries, type Model } from "../../model/model.js";
import { IANA_PEN } from "../../model/pen.js";
import { isUsable, type Registry, showCodes } from "../../model/registry.js";
import { formatFilter, type ResetFilter, reasonFilter, resetFilter } from "../text/reset-filter.js";

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
