import { alignColumns } from "../model/columns.js";
import type { DiagnosticFormat, Field, MalformedValue } from "../model/format.js";
import { diagnosticRegistries, type Model, provenanceLines } from "../model/model.js";
import { type Registry, type RegistryRow, statesCause } from "../model/registry.js";
import {
  type ClaimName,
  codeName,
  commentAbove,
  commentBody,
  constantName,
  openNames,
  registryPrefix,
  tableRow,
  upperName,
  withEnd,
} from "./c-header/c-names.js";
import { cComment } from "./rendering/escape.js";
import { hex, titleOf } from "./rendering/layout.js";
import { readTemplate } from "./rendering/read-template.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/** The socket options are in this section of the specification, which is informative. */
const SOCKET_API_SECTION = "7";

/** Names that the template itself has. */
const OWN_NAMES = [
  "TCP_FAILURE_CAUSES_H",
  "TCP_RST_SOCKET_API",
  "TCP_RST_SOCKET_API_H",
  "TCP_RST_NONE",
  "TCP_RST_VALID",
  "TCP_RST_MALFORMED",
  "TCP_RST_REASON_ENABLE",
  "TCP_RST_REASON_CODE",
  "TCP_RR_RST_ON_CLOSE",
];

/** The registries, formats and socket options for who implements them, in C99 and C++. */
export const target: Target = (model) => {
  const claim = openNames(OWN_NAMES);
  const registries = nameRegistries(model, claim);
  const formats = model.diagnosticFormats.map((format) =>
    formatView(model, format, registries, claim),
  );
  const socket = `The socket options of section ${SOCKET_API_SECTION} of ${model.specification}.`;
  const view = {
    title: commentBody(`${model.title}: reason codes, octets and socket options`),
    header: provenanceLines(model).map((line) => ` * ${cComment(line)}`),
    common: readTemplate("c-header/common.h").trimEnd(),
    registries: registries.map((registry) => registryView(registry, claim)),
    formats,
    socketComment: commentBody(socket),
  };
  const content = renderTemplate("c-header/tcp_failure_causes.h", view);
  return [{ path: "include/tcp_failure_causes.h", content }];
};

const INDENT = " ".repeat(8);

/** The registry that is meant, and what C calls it. */
interface NamedRegistry {
  readonly registry: Registry;
  /** Of its constants, `TCP_FC`. */
  readonly prefix: string;
  /** Of its types and functions, `tcp_fc`. */
  readonly name: string;
  /** The PEN of a vendor's registry, and who has it. */
  readonly pen?: number;
  readonly organisation?: string;
}

/** All registries that have a code: C has no empty enum. */
function nameRegistries(model: Model, claim: ClaimName): readonly NamedRegistry[] {
  const own = diagnosticRegistries(model).map((registry) => {
    return { registry, prefix: claim(registryPrefix(registry.id)) };
  });
  const vendors = model.vendors.map((vendor) => {
    return { ...vendor, prefix: claim(`TCP_PEN_${vendor.pen}`) };
  });
  return [...own, ...vendors]
    .filter(({ registry }) => registry.rows.length > 0)
    .map((named) => ({ ...named, name: named.prefix.toLowerCase() }));
}

/** What the template shows of a registry. */
function registryView(named: NamedRegistry, claim: ClaimName) {
  const { registry, prefix, name } = named;
  const rows = registry.rows.map((row) => nameRow(row, prefix, claim));
  const stated = rows.filter(({ row }) => statesCause(row));
  const causes = tableOf(stated.filter(({ row }) => row.first === row.last));
  const ranges = tableOf(stated.filter(({ row }) => row.first < row.last));
  return {
    name,
    comment: [headline(named), ...revisionLines(registry), ...registry.notes].flatMap(commentBody),
    constants: rows.flatMap(({ row, constants }) => [
      ...commentAbove(
        row.reference === "" ? row.description : `${row.description} (${row.reference})`,
        INDENT,
      ),
      ...constants.map((constant, at) => {
        const code = at === 0 ? row.first : row.last;
        // In C++98 no comma ends an enum.
        const isLast = row === registry.rows.at(-1) && at === constants.length - 1;
        return `${INDENT}${constant} = ${code}${isLast ? "" : ","}`;
      }),
    ]),
    causes,
    hasCauses: causes.length > 0,
    ranges,
    hasRanges: ranges.length > 0,
  };
}

/** A row, and its constants: one, or one for each end of a range. */
interface NamedRow {
  readonly row: RegistryRow;
  readonly constants: readonly string[];
}

function nameRow(row: RegistryRow, prefix: string, claim: ClaimName): NamedRow {
  const words = constantName(prefix, row.first, row.description);
  const number = codeName(prefix, row.first);
  // The lower code keeps the words, so that a code which is added behind renames nothing.
  if (row.first === row.last) return { row, constants: [claim(words, number)] };
  const constants = ["FIRST", "LAST"].map((end) =>
    claim(withEnd(words, end), withEnd(number, end)),
  );
  return { row, constants };
}

function tableOf(rows: readonly NamedRow[]): readonly string[] {
  return rows.flatMap(({ row, constants }) =>
    tableRow(constants, row.description, INDENT.repeat(2)),
  );
}

function headline({ registry, pen, organisation }: NamedRegistry): string {
  const named = titleOf(registry);
  if (pen === undefined) return `${named}.`;
  const owner = organisation === undefined ? "" : ` (${organisation})`;
  return `${named}, private enterprise number ${pen}${owner}.`;
}

/** Codes can be renumbered, and no payload tells by which revision it was made. */
function revisionLines({ others }: Registry): readonly string[] {
  const revisions = others.flatMap(({ revision }) => revision ?? []);
  if (revisions.length === 0) return [];
  return [`Other revisions give codes other causes: ${revisions.join(", ")}.`];
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
function formatView(
  model: Model,
  format: DiagnosticFormat,
  registries: readonly NamedRegistry[],
  claim: ClaimName,
) {
  const macro = `TCP_RST_${upperName(format.id)}`;
  const magic = claim(`${macro}_MAGIC`);
  const length = claim(`${macro}_LENGTH`);
  const fields = format.fields.map((field) => ({
    field,
    offset: claim(`${macro}_${upperName(field.name)}_OFFSET`),
    size: claim(`${macro}_${upperName(field.name)}_SIZE`),
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
      ...fields.flatMap(({ field, offset, size }) => [
        ["#define", offset, String(field.offsetBytes)],
        ["#define", size, String(field.widthBits / 8)],
      ]),
    ]),
    members: members.flatMap(({ field }) => [
      ...commentAbove(field.meaning, INDENT),
      `${INDENT}${typeOf(field)} ${memberName(format, field)};`,
    ]),
    fields,
    // Octets are read as 32 bits.
    reads: members.map((member) => {
      return { ...member, cast: member.field.widthBits < 24 ? `(${typeOf(member.field)})` : "" };
    }),
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

/** With the initials of the struct, as the specification's own `trr_code`: never a keyword. */
function memberName({ id }: DiagnosticFormat, { name }: Field): string {
  const initials = id.split("-").map((word) => word.charAt(0));
  return `tr${initials.join("")}_${name.replaceAll("-", "_")}`;
}

function typeOf({ widthBits }: Field): string {
  return `uint${widthBits === 24 ? 32 : widthBits}_t`;
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
