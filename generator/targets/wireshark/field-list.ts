import type { Field, Format } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { fieldTitle, nameTitle } from "../text/layout.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "../text/reset-filter.js";

/** A field of a payload that the dissector registers. */
export interface PayloadField {
  readonly filter: string;
  /** As Lua's `ProtoField` calls it. */
  readonly type: "string" | `uint${number}`;
  readonly title: string;
  readonly display: "base.UNICODE" | "base.DEC" | "base.HEX";
  /** Id of the registry that has the texts of its values. */
  readonly registry?: string;
  readonly blurb: string;
}

/** All fields of payloads, each filter name once, in the order of the formats. */
export function fieldList({ formats }: Model): readonly PayloadField[] {
  const found = new Map<string, PayloadField>();
  for (const field of formats.flatMap(payloadFields)) {
    if (!found.has(field.filter)) found.set(field.filter, field);
  }
  return [...found.values()];
}

function payloadFields(format: Format): readonly PayloadField[] {
  const numbers = format.fields.flatMap((field) => numericFields(format, field));
  if (!format.text) return numbers;
  const { name, meaning } = format.text;
  return [
    ...numbers,
    {
      filter: fieldFilter(format, format.text),
      type: "string",
      title: nameTitle(name),
      display: "base.UNICODE",
      blurb: meaning,
    },
  ];
}

function numericFields(format: Format, field: Field): readonly PayloadField[] {
  const isCode = field.kind === "reason-code";
  const main: PayloadField = {
    filter: fieldFilter(format, field),
    type: `uint${field.widthBits}`,
    title: isCode && !format.pen ? nameTitle(field.name) : fieldTitle(field),
    display: field.kind === "magic" ? "base.HEX" : "base.DEC",
    blurb: field.meaning,
  };
  if (!isCode) return [main];
  const code = { ...main, registry: format.registry?.id ?? "" };
  if (!format.pen) return [code];
  return [code, { ...main, filter: VENDOR_CODE_FILTER, title: "Vendor reason code" }];
}
