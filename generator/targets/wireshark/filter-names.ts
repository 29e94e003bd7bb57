import type { Model } from "../../model/model.js";
import { fieldList, type PayloadField } from "./field-list.js";
import { OWN_EXPERTS, OWN_FIELDS, type OwnField } from "./own-fields.js";

/** A name that a display filter may use. */
export interface FilterName {
  readonly name: string;
  /** As Wireshark calls it, `FT_STRING`. */
  readonly type: string;
  readonly meaning: string;
}

/** Every filter name that the dissector of this Model registers. */
export function filterNames(model: Model): readonly FilterName[] {
  return [
    {
      name: "rstdiag",
      type: "FT_PROTOCOL",
      meaning: "Any payload or segment that states a reason",
    },
    ...fieldList(model).map((field) => nameOf(field.filter, field)),
    ...OWN_FIELDS.map((field) => nameOf(`rstdiag.${field.name}`, field)),
    ...OWN_EXPERTS.map(({ name, title }) => {
      return { name: `rstdiag.${name}`, type: "FT_NONE", meaning: `Expert item: ${title}` };
    }),
  ];
}

function nameOf(name: string, { type, blurb }: PayloadField | OwnField): FilterName {
  const short = type === "bool" ? "BOOLEAN" : type.toUpperCase();
  return { name, type: `FT_${short}`, meaning: blurb };
}
