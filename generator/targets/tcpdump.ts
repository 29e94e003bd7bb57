import { readFileSync } from "node:fs";
import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import type { DiagnosticFormat, Field, MalformedValue, NumberField } from "../model/format.js";
import type { Model } from "../model/model.js";
import { provenanceLines } from "../model/provenance.js";
import type { Registry } from "../model/registry.js";
import { cComment, cString } from "./text/c-text.js";
import { alignColumns } from "./text/columns.js";
import type { Target } from "./text/target.js";
import { tcpdumpText } from "./text/tcpdump-text.js";
import { renderTemplate } from "./text/template.js";
import { hex } from "./text/words.js";

/** Where a release of tcpdump is edited: lines around each place, the same in all its versions. */
interface Anchors {
  readonly release: string;
  readonly file: string;
  readonly edits: readonly Edit[];
}

interface Edit {
  readonly template: string;
  /** Line of the first context line in the newest version; patch finds it elsewhere too. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A patch of print-tcp.c that fits tcpdump 4.99.0 and later without fuzz. */
export const target: Target = (model) => {
  const anchors = readAnchors("4.99");
  const registries = new Set(model.diagnosticFormats.map(({ registry }) => registry));
  const view = {
    tables: [
      ...[...registries].map((registry) => tableView(registry, tableName(registry))),
      ...model.vendors.map(({ pen, registry }) => tableView(registry, vendorTable(pen))),
    ],
    hasVendors: model.vendors.length > 0,
    vendors: model.vendors.map(({ pen }) => ({ pen, table: vendorTable(pen) })),
    formats: model.diagnosticFormats.map((format) => formatView(model, format)),
  };
  const preamble = renderTemplate("tcpdump/preamble", {
    release: anchors.release,
    header: provenanceLines(model),
  });
  const content = preamble + makePatch(anchors, view);
  return [{ path: `tcpdump/rst-diagnostic-${anchors.release}.patch`, content }];
};

function readAnchors(release: string): Anchors {
  const url = new URL(`../../templates/tcpdump/${release}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

function makePatch({ file, edits }: Anchors, view: object): string {
  let shift = 0;
  const hunks = edits.map(({ template, line, before, after }) => {
    const added = renderTemplate(`tcpdump/${template}`, view).split("\n").slice(0, -1);
    const oldLines = before.length + after.length;
    const lines = [
      ...before.map((text) => ` ${text}`),
      ...added.map((text) => `+${text}`),
      ...after.map((text) => ` ${text}`),
    ];
    const newStart = line + shift;
    shift += added.length;
    return { oldStart: line, oldLines, newStart, newLines: oldLines + added.length, lines };
  });
  const patch = {
    oldFileName: `a/${file}`,
    newFileName: `b/${file}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks,
  };
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

function formatView(model: Model, format: DiagnosticFormat) {
  // The prefix keeps an id from being a keyword or a name of tcpdump.
  const name = `print_tcp_rst_${format.id.replaceAll("-", "_")}`;
  return {
    name,
    indent: " ".repeat(name.length + 1),
    table: tableName(format.registry),
    comment: commentLines(model, format),
    magic: hex(format.magic.value, format.magic.widthBits),
    lengthBytes: format.length.octets,
    reasonCode: readField(format.reasonCode),
    pen: readField(format.pen),
    numbers: format.fields
      .filter((field): field is NumberField => field.kind === "number")
      .map((field) => ({ name: field.name, value: readField(field) })),
    malformed: format.malformedValues.length > 0 ? [malformedCondition(format)] : [],
  };
}

/** The prefix keeps an id from being a keyword or a name of tcpdump. */
function tableName({ id }: Registry): string {
  return `rst_${id.replaceAll("-", "_")}`;
}

function vendorTable(pen: number): string {
  return `rst_enterprise_${pen}`;
}

function tableView({ title, revision, rows }: Registry, name: string) {
  return {
    name,
    comment: cComment(revision === undefined ? title : `${title}, revision ${revision}`),
    rows: rows.map(({ first, description }) => ({
      code: first,
      reason: cString(tcpdumpText(description)),
    })),
  };
}

function commentLines(model: Model, format: DiagnosticFormat): readonly string[] {
  const layout = format.fields.map((field) => [
    `octet ${field.offsetBytes},`,
    `${field.widthBits} bits:`,
    field.kind === "magic" ? `${field.name} ${hex(field.value, field.widthBits)}` : field.name,
  ]);
  const lines = [
    `${format.title}, section ${format.section} of`,
    `${model.specification}:`,
    "",
    ...alignColumns(layout).map((line) => `  ${line}`),
  ];
  return lines.map((line) => (line === "" ? "" : ` ${cComment(line)}`));
}

function readField({ widthBits, offsetBytes }: Field): string {
  const octets = widthBits / 8;
  const macro = octets === 1 ? "GET_U_1" : `GET_BE_U_${octets}`;
  return `${macro}(sp${offsetBytes === 0 ? "" : ` + ${offsetBytes}`})`;
}

function malformedCondition({ malformedValues }: DiagnosticFormat): string {
  return malformedValues.map(conditionOf).join(" ||\n                    ");
}

function conditionOf({ field, value, when }: MalformedValue): string {
  const operator = when === "is" ? "==" : "!=";
  return `${operandOf(field)} ${operator} ${value}`;
}

function operandOf(field: Field): string {
  if (field.kind === "reason-code") return "reason_code";
  return field.kind === "pen" ? "pen" : readField(field);
}
