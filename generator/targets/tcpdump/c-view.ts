import { knownCodes } from "../../model/code-range.js";
import type { DiagnosticFormat, Field, Format, MalformedValue } from "../../model/format.js";
import { diagnosticRegistries, type Model, productionVendors } from "../../model/model.js";
import { isShape, isUpstreamPayload, type ShapeFormat } from "../../model/payload.js";
import { type CodeRange, type Registry, statesCause } from "../../model/registry.js";
import { tcpdumpText } from "../../model/tcpdump-text.js";
import { cComment, cString } from "../rendering/escape.js";
import { hex, titleOf } from "../rendering/layout.js";
import { readTemplate } from "../rendering/read-template.js";
import type { Generator } from "../rendering/target.js";

/** Up to here tok2str, which walks a table from its beginning, costs nothing that is felt. */
const LONGEST_WALK = 256;

/** What the templates of the C need: names, numbers and literals, all of them made for C. */
export type CView = ReturnType<typeof cView>;

/** Makes it of a Model. */
export function cView(
  model: Model,
  { tcpdumpGuesses = false }: Pick<Generator, "tcpdumpGuesses"> = {},
) {
  const shapes = tcpdumpGuesses ? model.formats.filter(isShape).map(shapeView) : [];
  const own = diagnosticRegistries(model).map((registry) =>
    tableView(registry, tableName(registry)),
  );
  const vendors = productionVendors(model).map(({ pen, registry }) => {
    const table = `rst_enterprise_${pen}`;
    return { ...tableView(registry, table), pen, table };
  });
  const tables = [...own, ...vendors];
  // tok2str knows no ranges either.
  const sorted = tables.some(
    ({ rows }) => rows.length > LONGEST_WALK || rows.some(({ first, last }) => first !== last),
  );
  const formats = model.diagnosticFormats.map((format) => formatView(model, format, sorted));
  return {
    tables,
    // The development branch's own decoder reads all that is wanted.
    isUpstreams:
      !sorted &&
      shapes.length === 0 &&
      model.diagnosticFormats.length === 1 &&
      model.diagnosticFormats.every(isUpstreamPayload),
    failureCauses: own[0]?.rows ?? [],
    sorted,
    search: readTemplate("tcpdump/search.c"),
    tableType: sorted ? "struct rst_registry" : "struct tok",
    // The table of tok2str is an array, the other one a structure.
    addressOf: sorted ? "&" : "",
    lookUp: lookUpIn("reasons", sorted),
    specification: cComment(model.specification),
    hasVendors: vendors.length > 0,
    // Whether -vvv has numbers besides the texts: upstream's decoder gets it by a commit of its own.
    hasNumbers: true,
    vendors,
    formats,
    shapes,
    readers: [...formats, ...shapes].map(({ name }) => name),
  };
}

/** What gives the text of a code, or "" where a table has none. */
function lookUpIn(table: string, sorted: boolean): string {
  return sorted ? `rst_reason_text(${table}, reason_code)` : `tok2str(${table}, "", reason_code)`;
}

/** Columns of a statement that is three levels in, of the 80 that a line may have. */
const LEVEL_COLUMNS = 64;

/** The assignment of a text, broken where its line would be too long. */
function lookUpLines(table: string, sorted: boolean): readonly string[] {
  const line = `reason = ${lookUpIn(table, sorted)};`;
  return line.length <= LEVEL_COLUMNS ? [line] : ["reason =", `        ${line.slice(9)}`];
}

function formatView(model: Model, format: DiagnosticFormat, sorted: boolean) {
  const table = tableName(format.registry);
  const conditions = format.malformedValues.map(conditionOf);
  return {
    ...functionNames(format),
    table,
    lookUp: lookUpLines(`${sorted ? "&" : ""}${table}`, sorted),
    comment: commentLines(model, format),
    magic: hex(format.magic.value, format.magic.widthBits),
    lengthBytes: format.length.octets,
    reasonCode: readField(format.reasonCode),
    pen: readField(format.pen),
    numbers: format.fields
      .filter(({ kind }) => kind === "number")
      .map((field) => ({ name: field.name, value: readField(field) })),
    malformed: conditions.length > 0 ? [conditions.join(" ||\n            ")] : [],
  };
}

/** The prefix keeps an id from being a keyword or a name of tcpdump. */
function functionNames({ id }: Format) {
  const name = `print_tcp_rst_${id.replaceAll("-", "_")}`;
  return { name, indent: " ".repeat(name.length + 1) };
}

function shapeView(format: ShapeFormat) {
  const { title, specification, section, length, reasonCode, registry, padding } = format;
  return {
    ...functionNames(format),
    comment: [`${title}, section ${section} of`, `${specification}.`].map(cComment),
    lengthBytes: length.least,
    label: reasonCode.name,
    reasonCode: readField(reasonCode),
    codeBytes: reasonCode.offsetBytes + reasonCode.widthBits / 8,
    unknown: knownCodes(registry).map(isOutside).join(" &&\n            "),
    paddingStart: padding.offsetBytes,
    paddingEnd: padding.offsetBytes + padding.sizeBytes,
  };
}

/** A comparison of an unsigned number with 0 would be a warning. */
function isOutside({ first, last }: CodeRange): string {
  if (first === last) return `code != ${first}`;
  return first === 0 ? `code > ${last}` : `(code < ${first} || code > ${last})`;
}

/** The prefix keeps an id from being a keyword or a name of tcpdump. */
function tableName({ id }: Registry): string {
  return `rst_${id.replaceAll("-", "_")}`;
}

function tableView(registry: Registry, name: string) {
  const causes = registry.rows.filter(statesCause);
  return {
    name,
    comment: cComment(titleOf(registry)),
    count: causes.length,
    rows: causes.map(({ first, last, description }) => ({
      first,
      last,
      reason: cString(tcpdumpText(description)),
    })),
  };
}

function commentLines({ specification }: Model, format: DiagnosticFormat): readonly string[] {
  const figure = drawFigure(format.fields).map((line) => `  ${line}`);
  const head = [`${format.title}, section ${format.section} of`, `${specification}:`, ""];
  return [...head, ...figure].map((line) => ` ${cComment(line)}`.trimEnd());
}

function readField({ widthBits, offsetBytes }: Field): string {
  const octets = widthBits / 8;
  const macro = octets === 1 ? "GET_U_1" : `GET_BE_U_${octets}`;
  return `${macro}(sp${offsetBytes === 0 ? "" : ` + ${offsetBytes}`})`;
}

function conditionOf({ field, value, when }: MalformedValue): string {
  const isVariable = field.kind === "reason-code" || field.kind === "pen";
  const operand = isVariable ? field.kind.replace("-", "_") : readField(field);
  return `${operand} ${when === "is" ? "==" : "!="} ${value}`;
}

/** Bits in a row, as RFCs draw them. */
const ROW_BITS = 32;

/** A format's fields drawn as RFCs do, two columns to a bit; the last row may be shorter. */
export function drawFigure(fields: readonly Field[]): readonly string[] {
  const bits = fields.reduce((sum, { widthBits }) => sum + widthBits, 0);
  const widest = Math.min(bits, ROW_BITS);
  const rows = Array.from({ length: Math.ceil(bits / ROW_BITS) }, (_, row) =>
    drawRow(fields, row * ROW_BITS),
  );
  const columns = Array.from({ length: widest }, (_, bit) => bit);
  return [
    ` ${columns.map((bit) => (bit % 10 === 0 ? bit / 10 : " ")).join(" ")}`.trimEnd(),
    ` ${columns.map((bit) => bit % 10).join(" ")}`,
    ...rows.flatMap((row) => [`+${"-+".repeat(widest)}`, row]),
    `+${"-+".repeat(bits % ROW_BITS || ROW_BITS)}`,
  ];
}

/** The parts of fields that stand in one row; a field's name is in its first part. */
function drawRow(fields: readonly Field[], rowStart: number): string {
  const cells = fields.flatMap((field) => {
    const start = field.offsetBytes * 8;
    const end = Math.min(start + field.widthBits, rowStart + ROW_BITS);
    const bits = end - Math.max(start, rowStart);
    if (bits <= 0) return [];
    const name = field.kind === "magic" ? hex(field.value, field.widthBits) : field.name;
    return [`${centre(start >= rowStart ? name : "", bits * 2 - 1)}|`];
  });
  return `|${cells.join("")}`;
}

function centre(text: string, width: number): string {
  const shown = text.slice(0, width);
  return shown.padStart(Math.ceil((width + shown.length) / 2)).padEnd(width);
}
