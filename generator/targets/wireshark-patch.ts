import type { DiagnosticFormat } from "../model/format.js";
import { type Model, productionVendors, provenanceLines } from "../model/model.js";
import { hasUpstreamLayout } from "../model/payload.js";
import { type Registry, statesCause } from "../model/registry.js";
import { showUnprintable } from "../model/text.js";
import { cComment, cString, lineComment } from "./rendering/escape.js";
import { hex, titleOf, wrapText } from "./rendering/layout.js";
import { readTemplate } from "./rendering/read-template.js";
import {
  type ChangedLines,
  type FileChanges,
  type Hunk,
  type KeptLines,
  newFiles,
  patchText,
  type TableRows,
  tableDifferences,
} from "./rendering/source-patch.js";
import { type OutputFile, renderTemplate, type Target, type TestFile } from "./rendering/target.js";

/** Where Wireshark's tests look for captures. */
const CAPTURES = "test/captures";
/** Where the patches stand in the pack. */
const FOLDER = "wireshark/patches";

/**
 * A patch of what Wireshark's development branch decodes of these payloads itself, and of its tests,
 * and a second one where upstream has another table of causes; none where the pack is for a payload
 * of another layout. The capture that the tests read is made with the samples, and given.
 */
export const target: Target = (model, { upstreamTests }) => {
  const format = model.diagnosticFormats.find(hasUpstreamLayout);
  const readme = { path: `${FOLDER}/README`, content: readTemplate("wireshark-patch/README") };
  return [...(format ? patchesFor(model, format, upstreamTests?.wireshark ?? []) : []), readme];
};

function patchesFor(
  model: Model,
  format: DiagnosticFormat,
  captures: readonly TestFile[],
): readonly OutputFile[] {
  const changes = readChanges(cView(model, format));
  const { upstream, ours } = tableRows(changes);
  const differences = tableDifferences(upstream, ours);
  const vendors = productionVendors(model).map(({ registry }) => registry);
  const patch = patchFile(model, changes, {
    subject: changes.subject,
    captures,
    message: [
      ...changes.message,
      ...aboutLeftOut(vendors),
      "",
      `Specification: ${cComment(model.specification)}.`,
    ],
  });
  const table = patchFile(model, changes, {
    which: "table",
    captures: [],
    subject: "TCP: Update the causes of RST payloads",
    message: [
      `Reason codes whose text is another one in ${cComment(model.revision)}, or new:`,
      "",
      ...differences,
      ...aboutLeftOut([format.registry]),
    ],
  });
  return differences.length > 0 ? [patch, table] : [patch];
}

/** One of the patches, and what the commit says. */
interface Commit {
  readonly which?: "table";
  readonly subject: string;
  readonly message: readonly string[];
  readonly captures: readonly TestFile[];
}

/** No author: whoever commits it is. */
function patchFile(model: Model, { files, versions, commit }: Changes, about: Commit): OutputFile {
  const { which, captures, ...texts } = about;
  const [_doNotEdit, ...header] = provenanceLines(model);
  const preamble = renderTemplate("wireshark-patch/preamble", {
    versions,
    commit,
    ...texts,
    revision: cComment(model.revision),
    header: header.map(lineComment),
  });
  const name = which === undefined ? "rst-diagnostic" : `rst-diagnostic-${which}`;
  const diffs = [
    ...files.map((file) => ({ path: file.file, diff: patchText(file, which) })),
    ...captures.map((one) => {
      const path = `${CAPTURES}/${one.name}`;
      return { path, diff: newFiles([{ path, content: one.content }]) };
    }),
  ];
  // As git sorts them.
  const content =
    preamble +
    diffs
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ diff }) => diff)
      .join("");
  return { path: `${FOLDER}/${name}.patch`, content };
}

/** Columns of a message. */
const COLUMNS = 72;

/** What a message says of rows that value strings cannot have. */
function aboutLeftOut(registries: readonly Registry[]): readonly string[] {
  const ranges = registries.flatMap(leftOut);
  if (ranges.length === 0) return [];
  return ["", ...wrapText(`Without the texts of long ranges: ${ranges.join(", ")}.`, COLUMNS)];
}

/** Wireshark's value strings know no ranges: a row about more codes than this is left out. */
const MOST_CODES = 256;

/** What the templates of the C need: numbers and literals, all of them made for C. */
type CView = ReturnType<typeof cView>;

/** Makes it of a Model and its payload that upstream reads. */
export function cView(model: Model, { magic, registry }: DiagnosticFormat) {
  const vendors = productionVendors(model).map(({ pen, registry: own }) => ({
    pen,
    title: cComment(titleOf(own)),
    causes: rowsOf(own),
  }));
  return {
    magic: hex(magic.value, magic.widthBits),
    // As tshark prints it.
    shownMagic: hex(magic.value, magic.widthBits).toLowerCase(),
    causes: rowsOf(registry),
    vendors,
    hasVendors: vendors.length > 0,
  };
}

/** A row for each code, its number as wide as upstream has it. */
function rowsOf({ rows }: Registry) {
  return rows.filter(isShown).flatMap(({ first, last, description }) => {
    const text = cString(showUnprintable(description));
    return Array.from({ length: last - first + 1 }, (_, at) => {
      return { code: `${first + at},`.padEnd(3), text };
    });
  });
}

function isShown(row: Registry["rows"][number]): boolean {
  return statesCause(row) && row.last - row.first < MOST_CODES;
}

/** Ranges of codes that have a cause and are left out, such as `1000-9999`. */
function leftOut({ rows }: Registry): readonly string[] {
  return rows
    .filter((row) => statesCause(row) && !isShown(row))
    .map(({ first, last }) => `${first}-${last}`);
}

/** The changes of Wireshark's files, and what the commit says of them. */
interface Changes {
  readonly versions: string;
  /** The commit of Wireshark that the lines around the changes are of. */
  readonly commit: string;
  readonly subject: string;
  readonly message: readonly string[];
  readonly files: readonly FileChanges[];
}

type PartData = KeptLines | (Partial<ChangedLines> & { readonly template?: string });

interface ChangesData extends Omit<Changes, "files"> {
  readonly files: readonly {
    readonly file: string;
    readonly hunks: readonly Hunk<PartData>[];
  }[];
}

/** Reads what stands around the changes, and fills in what `view` gives to add. */
export function readChanges(view: CView): Changes {
  const data: ChangesData = JSON.parse(readTemplate("wireshark-patch/changes.json"));
  const files = data.files.map(({ file, hunks }) => ({
    file,
    hunks: hunks.map((hunk) => ({ ...hunk, parts: hunk.parts.map((part) => read(part, view)) })),
  }));
  return { ...data, files };
}

function read(part: PartData, view: CView): KeptLines | ChangedLines {
  if ("keep" in part) return part;
  const { remove = [], add = [], template } = part;
  if (template === undefined) return { remove, add };
  const text = renderTemplate(`wireshark-patch/${template}`, view);
  return { remove, add: text.split("\n").slice(0, -1) };
}

/** The rows of upstream's table, and those that come in their place. */
function tableRows({ files }: Changes) {
  const table = files.flatMap(({ hunks }) =>
    hunks.flatMap(({ patch, parts }) => (patch === "table" ? parts : [])),
  );
  const changed = table.flatMap((part) => ("keep" in part ? [] : part));
  return {
    upstream: tableRowsOf(changed.flatMap(({ remove }) => remove)),
    ours: tableRowsOf(changed.flatMap(({ add }) => add)),
  };
}

/** The texts of `{ 9,  "Not Authorized" },` by their codes, as C writes them. */
function tableRowsOf(lines: readonly string[]): TableRows {
  return new Map(
    lines.flatMap((line) => {
      const [, code, text] = /^ *\{ (\d+), +"(.*)" \},$/.exec(line) ?? [];
      return code === undefined || text === undefined ? [] : [[Number(code), text] as const];
    }),
  );
}
