import type { DiagnosticFormat } from "../model/format.js";
import { type Model, productionVendors, provenanceLines } from "../model/model.js";
import type { Registry } from "../model/registry.js";
import { hasUpstreamLayout } from "../model/upstream-payload.js";
import { cComment, lineComment } from "./rendering/escape.js";
import { newFiles } from "./rendering/git-patch.js";
import { wrapText } from "./rendering/layout.js";
import { readTemplate } from "./rendering/read-template.js";
import { patchText, tableDifferences } from "./rendering/source-patch.js";
import { type OutputFile, renderTemplate, type Target, type TestFile } from "./rendering/target.js";
import { cView, leftOut } from "./wireshark-patch/c-view.js";
import { type Changes, readChanges, tableRows } from "./wireshark-patch/changes.js";

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
