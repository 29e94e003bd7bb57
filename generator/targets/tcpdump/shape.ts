import type { Format, PaddingField, ReasonCodeField } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";

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
