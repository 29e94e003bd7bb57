import type { Format, PaddingField, ReasonCodeField } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { type Registry, statesCause } from "../../model/registry.js";

/**
 * A format that nothing but its shape speaks for, with a number in it: the experiment of the
 * draft's appendix A with Linux. tcpdump has no place for a label, so it is read only on request.
 */
export interface ShapeFormat extends Format {
  readonly reasonCode: ReasonCodeField;
  readonly registry: Registry;
  readonly padding: PaddingField;
}

/** The formats of the Model that are such shapes. */
export function shapeFormats({ formats }: Model): readonly ShapeFormat[] {
  return formats.filter(isShape);
}

function isShape(format: Format): format is ShapeFormat {
  const { magic, reasonCode, registry, padding, text, length } = format;
  const isFixed = length.least === length.most;
  return isFixed && !magic && !text && Boolean(reasonCode && registry && padding);
}

/** Codes in a row, both ends included. */
export interface CodeRow {
  readonly first: number;
  readonly last: number;
}

/** The codes that any revision of the registry knows, in as few rows as can be. */
export function knownCodes(registry: Registry): readonly CodeRow[] {
  const rows = [registry, ...registry.others]
    .flatMap(({ rows }) => rows.filter(statesCause))
    .sort((a, b) => a.first - b.first);
  const joined: CodeRow[] = [];
  for (const { first, last } of rows) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) {
      joined.splice(-1, 1, { first: before.first, last: Math.max(before.last, last) });
    } else {
      joined.push({ first, last });
    }
  }
  return joined;
}
