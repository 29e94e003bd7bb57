import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { formatMistake } from "../../generator/model/mistake.js";
import type { Model } from "../../generator/model/model.js";
import type {
  DefinitionData,
  FieldData,
  FormatData,
  NumericFieldData,
} from "../../generator/registry/definition.js";
import { loadModel } from "../../generator/registry/load-model.js";
import { DEFINITION_FILE } from "../../generator/registry/source-file.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";

const OWN_REGISTRY = fileURLToPath(new URL("../../registry", import.meta.url));

/** Changes a folder that is a copy of our own `registry/`. */
type Edit = (folder: string) => void;

const own = new Map<string | undefined, Model>();

/** The Model of our own registry, which nobody can change; only for tests. */
export function ownModel(revision?: string): Model {
  const model = own.get(revision) ?? load(OWN_REGISTRY, revision);
  own.set(revision, model);
  return model;
}

/** The Model of a changed copy of our own registry; only for tests. */
export function modelOf(edit: Edit): Model {
  const folder = makePrivateFolder("registry");
  try {
    cpSync(OWN_REGISTRY, folder, { recursive: true });
    edit(folder);
    return load(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Replaces the definition of a registry folder; only for tests. */
export function editDefinition(
  folder: string,
  change: (data: DefinitionData) => DefinitionData,
): void {
  const path = join(folder, DEFINITION_FILE);
  writeFileSync(path, stringify(change(parse(readFileSync(path, "utf8")))));
}

/** Code, description and reference of one record. */
type RowTexts = readonly [code: number, description: string, reference: string];

/** Adds the registry of the enterprise 9 with the id `vendor-9`; only for tests. */
export function addVendor(folder: string, rows: readonly RowTexts[], id = "vendor-9"): void {
  const path = join(folder, "vendors", "9.xml");
  writeFileSync(path, registryXml({ id, title: "Vendor of the test", rows }));
}

/** A registry as IANA writes it; only for tests. */
export function registryXml(registry: {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly organisation?: string;
  /** Of every row, where there is one. */
  readonly group?: string;
  readonly rows: readonly RowTexts[];
}): string {
  const { id, title, note = "", organisation, group, rows } = registry;
  const rowGroup = group === undefined ? "" : ` rstdiag:group="${group}"`;
  const attributes = [
    'xmlns="http://www.iana.org/assignments" xmlns:rstdiag="urn:rstdiag:registry"',
    `id="${id}"`,
    ...(organisation === undefined
      ? []
      : [`rstdiag:organisation="${escapeXml(organisation).replaceAll('"', "&quot;")}"`]),
  ];
  const records = rows.map(([code, description, reference]) => {
    const xref = reference === "" ? "" : `<xref type="text">${escapeXml(reference)}</xref>`;
    const text = escapeXml(description);
    return `<record${rowGroup}><value>${code}</value><description>${text}</description>${xref}</record>`;
  });
  return [
    `<registry ${attributes.join(" ")}>`,
    `<title>${escapeXml(title)}</title>`,
    `<note>${escapeXml(note)}</note>`,
    ...records,
    "</registry>",
  ].join("\n");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A field of kind number in the first format, and a second format with rules of its own. */
export function extendedModel(): Model {
  return modelOf((folder) => {
    editDefinition(folder, (data) => ({
      ...data,
      formats: data.formats.flatMap((format) =>
        isDiagnostic(format) ? [withTryCount(format), secondFormat(format)] : [format],
      ),
    }));
  });
}

function load(path: string, revision?: string): Model {
  const result = loadModel({ path, name: "registry" }, revision === undefined ? {} : { revision });
  if (result.kind === "loaded") return result.model;
  throw new Error(result.mistakes.map(formatMistake).join("\n"));
}

function numberField(name: string, bits: NumericFieldData["bits"]): FieldData {
  return { name, kind: "number", bits, meaning: `The ${name} of the test`, section: "4.1" };
}

/** A format that the specification calls diagnostic payload. */
type DiagnosticData = FormatData & {
  readonly registry: { readonly "picked-by": string; readonly zero: string };
  readonly length: { readonly octets: number };
};

/** Whether a format has a PEN; only for tests. */
export function isDiagnostic(format: FormatData): format is DiagnosticData {
  return format.registry !== undefined && "picked-by" in format.registry;
}

function withTryCount(format: DiagnosticData): FormatData {
  return {
    ...format,
    length: { ...format.length, octets: format.length.octets + 1 },
    fields: [...format.fields, numberField("try-count", 8)],
    examples: (format.examples ?? []).map((example) => ({
      ...example,
      octets: `${example.octets} 03`,
      fields: { ...example.fields, "try-count": 3 },
    })),
  };
}

/** Its reason code and its PEN have other names, which records do not show. */
function secondFormat(format: DiagnosticData): FormatData {
  const [magic, ...others] = format.fields;
  if (magic?.kind !== "magic") throw new Error("the first field is no magic number");
  const rename = (name: string) => `the-${name}`;
  return {
    ...format,
    id: "second-format",
    title: "Second format",
    length: { octets: 12, otherwise: "wrong-length", section: "4.1" },
    fields: [
      { ...magic, value: 0x33ab },
      numberField("layout-version", 8),
      numberField("path-id", 24),
      ...others.map((field) => ({ ...field, name: rename(field.name) })),
    ],
    registry: { ...format.registry, "picked-by": rename(format.registry["picked-by"]) },
    malformed: [
      { problem: "strange-version", field: "layout-version", "is-not": 2, section: "4.1" },
      ...(format.malformed ?? []).map((rule) => ({ ...rule, field: rename(rule.field) })),
    ],
    examples: [],
  };
}
