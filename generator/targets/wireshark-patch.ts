import type { DiagnosticFormat } from "../model/format.js";
import { type Model, productionVendors, provenanceLines } from "../model/model.js";
import type { Registry } from "../model/registry.js";
import { hasUpstreamLayout } from "../model/upstream-payload.js";
import { cComment, lineComment } from "./rendering/escape.js";
import { wrapText } from "./rendering/layout.js";
import { readTemplate } from "./rendering/read-template.js";
import { patchText, tableDifferences } from "./rendering/source-patch.js";
import { type OutputFile, renderTemplate, type Target } from "./rendering/target.js";
import { cView, leftOut } from "./wireshark-patch/c-view.js";
import { type Changes, readChanges, tableRows } from "./wireshark-patch/changes.js";

/** Where the patches stand in the pack. */
const FOLDER = "wireshark/patches";

/**
 * A patch of what Wireshark's development branch decodes of these payloads itself, and of its tests,
 * and a second one where upstream has another table of causes; none where the pack is for a payload
 * of another layout. The capture that the tests read is made with the samples.
 */
export const target: Target = (model) => {
  const format = model.diagnosticFormats.find(hasUpstreamLayout);
  const readme = { path: `${FOLDER}/README`, content: readTemplate("wireshark-patch/README") };
  return [...(format ? patchesFor(model, format) : []), readme];
};

function patchesFor(model: Model, format: DiagnosticFormat): readonly OutputFile[] {
  const changes = readChanges(cView(model, format));
  const { upstream, ours } = tableRows(changes);
  const differences = tableDifferences(upstream, ours);
  const vendors = productionVendors(model).map(({ registry }) => registry);
  const patch = patchFile(model, changes, {
    subject: changes.subject,
    notes: changes.notes,
    message: [
      ...changes.message,
      ...aboutLeftOut(vendors),
      "",
      `Specification: ${cComment(model.specification)}.`,
    ],
  });
  const table = patchFile(model, changes, {
    which: "table",
    notes: [],
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
  readonly notes: readonly string[];
}

/** No author: whoever commits it is. */
function patchFile(model: Model, { files, versions, commit }: Changes, about: Commit): OutputFile {
  const { which, ...texts } = about;
  const [_doNotEdit, ...header] = provenanceLines(model);
  const preamble = renderTemplate("wireshark-patch/preamble", {
    versions,
    commit,
    ...texts,
    revision: cComment(model.revision),
    header: header.map(lineComment),
  });
  const name = which === undefined ? "rst-diagnostic" : `rst-diagnostic-${which}`;
  const content = preamble + files.map((file) => patchText(file, which)).join("");
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
