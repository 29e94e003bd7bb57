import type { DiagnosticFormat, Field, MalformedValue } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { alignColumns } from "../text/columns.js";
import { hex } from "../text/words.js";
import { commentAbove, commentBody } from "./c-lines.js";
import { type CNames, upperName } from "./c-names.js";
import type { NamedRegistry } from "./registry-view.js";

const INDENT = " ".repeat(8);

/** What is known where a format is written. */
interface Setting {
  readonly model: Model;
  readonly names: CNames;
  readonly registries: readonly NamedRegistry[];
}

/** A field and what C calls it. */
interface NamedField {
  readonly field: Field;
  readonly offset: string;
  readonly size: string;
  /** The constant of a magic number, the struct's member of any other field. */
  readonly value: string;
}

/** What the template shows of a format. */
export function formatView(format: DiagnosticFormat, { model, names, registries }: Setting) {
  const macro = `TCP_RST_${upperName(format.id)}`;
  const magic = names.claim(`${macro}_MAGIC`);
  const length = names.claim(`${macro}_LENGTH`);
  const fields = format.fields.map((field) => ({
    field,
    offset: names.claim(`${macro}_${upperName(field.name)}_OFFSET`),
    size: names.claim(`${macro}_${upperName(field.name)}_SIZE`),
    value: field.kind === "magic" ? magic : `payload->${memberName(format, field)}`,
  }));
  const members = fields.filter(({ field }) => field.kind !== "magic");
  const malformed = format.malformedValues.map((rule) => conditionOf(rule, fields));
  return {
    name: macro.toLowerCase(),
    magic,
    length,
    magicSize: format.magic.widthBits / 8,
    comment: commentBody(`${format.title}, section ${format.section} of ${model.specification}.`),
    macros: alignColumns([
      ["#define", magic, hex(format.magic.value, format.magic.widthBits)],
      ["#define", length, String(format.length.octets)],
      ...fields.flatMap(fieldMacros),
    ]),
    members: members.flatMap(({ field }) => [
      ...commentAbove(field.meaning, INDENT),
      `${INDENT}${typeOf(field)} ${memberName(format, field)};`,
    ]),
    fields,
    reads: members.map((member) => ({ ...member, cast: castOf(member.field) })),
    refused: joinConditions([`size < ${length}`, ...malformed, ...members.flatMap(tooWide)]),
    hasMalformed: malformed.length > 0,
    malformed: joinConditions(malformed),
    pen: `payload->${memberName(format, format.pen)}`,
    reasonCode: `payload->${memberName(format, format.reasonCode)}`,
    cases: registries
      .filter(({ pen, registry }) => pen !== undefined || registry.id === format.registry.id)
      .map(({ pen, name }) => ({ pen: literal(pen ?? 0), name })),
  };
}

function fieldMacros({ field, offset, size }: NamedField): readonly (readonly string[])[] {
  return [
    ["#define", offset, String(field.offsetBytes)],
    ["#define", size, String(field.widthBits / 8)],
  ];
}

/** With the initials of the struct, as the specification's own `trr_code`: never a keyword. */
function memberName({ id }: DiagnosticFormat, { name }: Field): string {
  const initials = id.split("-").map((word) => word.charAt(0));
  return `tr${initials.join("")}_${name.replaceAll("-", "_")}`;
}

function typeOf({ widthBits }: Field): string {
  return `uint${widthBits === 24 ? 32 : widthBits}_t`;
}

/** Octets are read as 32 bits. */
function castOf(field: Field): string {
  return field.widthBits < 24 ? `(${typeOf(field)})` : "";
}

/** No type of C has 24 bits. */
function tooWide({ field, value }: NamedField): readonly string[] {
  return field.widthBits === 24 ? [`${value} > 0xFFFFFF`] : [];
}

function conditionOf(
  { field, value, when }: MalformedValue,
  fields: readonly NamedField[],
): string {
  const named = fields.find((one) => one.field.name === field.name);
  if (!named) throw new Error(`a rule for a field of another format: ${field.name}`);
  return `${named.value} ${when === "is" ? "==" : "!="} ${literal(value)}`;
}

function joinConditions(conditions: readonly string[]): string {
  return conditions.join(" ||\n            ");
}

/** A number that fits no `int` is unsigned from the start. */
function literal(value: number): string {
  return value > 0x7fffffff ? `${value}u` : String(value);
}
