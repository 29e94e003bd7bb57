import type { SourceRegistry } from "../model/source-registry.js";
import { chooseRegistry } from "./choose-registry.js";
import type { ColumnNames } from "./column-map.js";
import { toRegistries } from "./registry-group.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";

/** The namespace of every registry that IANA publishes. */
const NAMESPACE = "http://www.iana.org/assignments";

/** A document type stands at the start, behind a few processing instructions. */
const START_CHARACTERS = 1000;
const DOCTYPE = /<!DOCTYPE\s+([^\s[>]+)/;

/**
 * Reads all registries of a group from the XML that IANA publishes, the root first and the nested
 * ones in the order of the file. With `columns`, these elements of a record are its parts.
 */
export function readRegistryGroup(
  file: SourceFile,
  columns?: ColumnNames,
): ReadResult<readonly SourceRegistry[]> {
  const parsed = parseXml(file);
  if (parsed.kind === "mistakes") return explainDoctype(file) ?? parsed;
  const root = parsed.value;
  if (root.namespace === NAMESPACE && root.name === "registry") {
    return { kind: "read", value: toRegistries(root, columns) };
  }
  return root.namespace === NAMESPACE && root.name === "redirect"
    ? redirected(root)
    : wrongRoot(root);
}

/**
 * Reads one registry. With `wanted`, the file may be a registry group and the registry of that id
 * or title is taken, at any depth; without, the root is taken.
 */
export function readIanaXml(file: SourceFile, wanted?: string): ReadResult<SourceRegistry> {
  const group = readRegistryGroup(file);
  if (group.kind === "mistakes") return group;
  const [root] = group.value;
  if (wanted === undefined && root) return { kind: "read", value: root };
  return chooseRegistry(group.value, wanted ?? "");
}

/** The files of IANA that have a document type are no registries, so to delete it is no help. */
function explainDoctype(file: SourceFile): ReadResult<never> | undefined {
  const found = DOCTYPE.exec(file.text.slice(0, START_CHARACTERS));
  const [, name = "registry"] = found ?? [];
  if (name === "registry") return undefined;
  const what = `the file is a "${name}", which is no registry`;
  return oneMistake(file.placeAt(found?.index ?? 0), what, remedy());
}

function redirected(root: XmlElement): ReadResult<never> {
  const target = root.attributes.get("registry") ?? "";
  return oneMistake(
    root.place,
    `the file has no registry of its own, it redirects to "${target}"`,
    `give the file ${target}.xml`,
  );
}

function wrongRoot(root: XmlElement): ReadResult<never> {
  const what = `the root element is <${root.name}> of namespace "${root.namespace}"`;
  return oneMistake(root.place, what, remedy());
}

function remedy(): string {
  return `give a <registry> of namespace "${NAMESPACE}"`;
}
