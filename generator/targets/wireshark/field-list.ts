import type { Field, Format } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "../text/filter-names.js";
import { luaString } from "../text/lua-text.js";
import { fieldTitle, nameTitle } from "../text/words.js";

/** A field that the dissector registers, as Lua writes it. */
interface ProtoField {
  readonly filter: string;
  readonly type: string;
  readonly title: string;
  readonly display: string;
  /** Lua for the texts of its values. */
  readonly texts: string;
  readonly blurb: string;
}

/** All fields of payloads, each filter name once, in the order of the formats. */
export function fieldList({ formats }: Model): readonly ProtoField[] {
  const found = new Map<string, ProtoField>();
  for (const field of formats.flatMap(protoFields)) {
    if (!found.has(field.filter)) found.set(field.filter, field);
  }
  return [...found.values()];
}

function protoFields(format: Format): readonly ProtoField[] {
  const numbers = format.fields.flatMap((field) => numericFields(format, field));
  if (!format.text) return numbers;
  const { name, meaning } = format.text;
  return [
    ...numbers,
    {
      filter: luaString(fieldFilter(format, format.text)),
      type: luaString("string"),
      title: luaString(nameTitle(name)),
      display: "base.UNICODE",
      texts: "nil",
      blurb: luaString(meaning),
    },
  ];
}

function numericFields(format: Format, field: Field): readonly ProtoField[] {
  const isCode = field.kind === "reason-code";
  const main: ProtoField = {
    filter: luaString(fieldFilter(format, field)),
    type: luaString(`uint${field.widthBits}`),
    title: luaString(isCode && !format.pen ? nameTitle(field.name) : fieldTitle(field)),
    display: field.kind === "magic" ? "base.HEX" : "base.DEC",
    texts: isCode ? `registries[${luaString(format.registry?.id ?? "")}][1].reasons` : "nil",
    blurb: luaString(field.meaning),
  };
  if (!isCode || !format.pen) return [main];
  const vendor = {
    ...main,
    filter: luaString(VENDOR_CODE_FILTER),
    title: luaString("Vendor reason code"),
    texts: "nil",
  };
  return [main, vendor];
}
