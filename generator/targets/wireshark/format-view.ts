import type { Field, Format, MalformedValue, TextPattern } from "../../model/format.js";
import { alignColumns, fieldTitle, hex } from "../text/layout.js";
import { luaComment, luaString } from "../text/lua-text.js";
import { fieldFilter } from "../text/reset-filter.js";

/** What the template shows of a format. */
export function formatView(format: Format) {
  const { id, title, standing, specification, section, length, registry, padding, text } = format;
  return {
    id: luaString(id),
    standing: luaString(standing),
    comment: luaComment(title),
    source: luaComment(`${specification}, section ${section}`),
    hasMagic: format.magic !== undefined,
    magic: format.magic ? hex(format.magic.value, format.magic.widthBits) : "",
    least: length.least,
    most: length.most,
    hasLengthRule: length.problem !== undefined,
    lengthRule: luaString(lengthRule(format)),
    hasRegistry: registry !== undefined,
    registry: luaString(registry?.id ?? ""),
    hasReasonCode: format.reasonCode !== undefined,
    reasonCode: luaString(format.reasonCode?.name ?? ""),
    hasPen: format.pen !== undefined,
    pen: luaString(format.pen?.name ?? ""),
    hasDrawing: drawing(format).length > 0,
    drawing: drawing(format),
    hasFields: format.fields.length > 0,
    fields: format.fields.map((field) => fieldView(format, field)),
    hasPadding: padding !== undefined,
    paddingOffset: padding?.offsetBytes ?? 0,
    paddingSize: padding?.sizeBytes ?? 0,
    hasText: text !== undefined,
    textOffset: text?.offsetBytes ?? 0,
    textFilter: luaString(text ? fieldFilter(format, text) : ""),
    hasTextRule: text?.problem !== undefined,
    textRule: luaString(`The text is not printable UTF-8 (section ${text?.section ?? ""})`),
    hasPatterns: format.patterns.length > 0,
    patterns: format.patterns.flatMap(patternViews),
    hasMalformed: format.malformedValues.length > 0,
    malformed: format.malformedValues.map(malformedView),
  };
}

function lengthRule({ length: { least, most, section } }: Format): string {
  const demand = least === most ? `be ${least}` : `be ${least} at least`;
  return `SEG.LEN is %d, but must ${demand} (section ${section})`;
}

function drawing({ fields, padding, text }: Format): readonly string[] {
  return alignColumns(
    [
      ...fields.map(
        (field) => [octetRange(field.offsetBytes, field.widthBits / 8), field] as const,
      ),
      ...(padding ? [[octetRange(padding.offsetBytes, padding.sizeBytes), padding] as const] : []),
      ...(text ? [[`octets ${text.offsetBytes}-`, text] as const] : []),
    ].map(([octets, { name, meaning }]) => [octets, luaComment(name), luaComment(meaning)]),
    "  ",
  );
}

function octetRange(offsetBytes: number, sizeBytes: number): string {
  const last = offsetBytes + sizeBytes - 1;
  return last === offsetBytes ? `octet  ${last}` : `octets ${offsetBytes}-${last}`;
}

function fieldView(format: Format, field: Field) {
  return {
    name: luaString(field.name),
    offsetBytes: field.offsetBytes,
    sizeBytes: field.widthBits / 8,
    filter: luaString(fieldFilter(format, field)),
  };
}

function malformedView({ field, value, when, section }: MalformedValue) {
  const demand = when === "is" ? "must not be" : "must be";
  return {
    name: luaString(field.name),
    value,
    is: String(when === "is"),
    label: luaString(field.kind === "reason-code" ? "code" : field.name),
    rule: luaString(`${fieldTitle(field)} ${demand} ${value} (section ${section})`),
  };
}

/** Lua's patterns have no optional part, so there is one with it and one without. */
function patternViews({ id, parts }: TextPattern) {
  const sources = parts.reduce<readonly string[]>(
    (before, part) => {
      if (part.kind === "optional") {
        const literal = escapePattern(part.text);
        return before.flatMap((source) => [source + literal, source]);
      }
      return before.map((source) => source + sourceOf(part));
    },
    [""],
  );
  return sources.map((source) => ({ id: luaString(id), source: luaString(`^${source}$`) }));
}

function sourceOf(part: TextPattern["parts"][number]): string {
  switch (part.kind) {
    case "decimal":
      return "[0-9]+";
    case "hexadecimal":
      return "[0-9A-Fa-f]+";
    case "reason":
      return "(.+)";
    default:
      return escapePattern(part.text);
  }
}

function escapePattern(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/g, "%$&");
}
