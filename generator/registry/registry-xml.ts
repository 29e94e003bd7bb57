import { ADDITIONS, type SourceRegistry, type SourceRow } from "./source-registry.js";
import { NO_XML_CHARACTER } from "./xml-tree.js";

/** A text as the content of an element; quotes stay, as in IANA's files. */
export function escapeXmlText(text: string): string {
  if (NO_XML_CHARACTER.test(text)) {
    throw new Error(`XML cannot hold the text ${JSON.stringify(text)}`);
  }
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An attribute with its value in double quotes; nothing where it has no value. */
export function formatAttribute(name: string, value: string | undefined): string {
  if (value === undefined) return "";
  return ` ${name}="${escapeXmlText(value).replaceAll('"', "&quot;")}"`;
}

/** A document by its name, then a section that an attribute can say, then any other words. */
const DOCUMENT = /^(?:(RFC|BCP|STD)(\d+)|(draft-[\w.+-]+))(?:, Section (\d[\w.]*))?(,? .*)?$/;

const ADDRESS = /^https?:\/\/\S+$/;

/**
 * The references of a record as elements, from the form in which IANA renders them. Where
 * attributes would not give the same words again, an element has them as its text.
 */
export function formatXrefs(references: string): readonly string[] {
  if (references === "") return [];
  const parts = references.split("; ");
  const isList = parts.every((part) => part !== "" && part === part.trim());
  return (isList ? parts : [references]).map(formatXref);
}

function formatXref(reference: string): string {
  if (ADDRESS.test(reference)) {
    return `<xref${formatAttribute("type", "uri")}${formatAttribute("data", reference)}/>`;
  }
  const [, series, number, draft, section, words] = DOCUMENT.exec(reference) ?? [];
  const data = draft ?? (series && `${series.toLowerCase()}${number}`);
  const type = draft ? "draft" : series ? "rfc" : "text";
  const start = `<xref${formatAttribute("type", type)}${formatAttribute("data", data)}`;
  // A section is in the words, where there are others.
  if (!data || words !== undefined) return `${start}>${escapeXmlText(reference)}</xref>`;
  return `${start}${formatAttribute("section", section)}/>`;
}

/** What each reason code is taken from; 0 is reserved (draft section 9.1). */
const CODES = "1-65535";

/**
 * Writes a registry in the form that IANA publishes, one element a line: the normal form of
 * the registry folder.
 */
export function formatRegistryXml(registry: SourceRegistry): string {
  const { id, title, updated, document, rule, organisation, contactPage, notes, rows } = registry;
  const hasAdditions =
    organisation || contactPage || rows.some((row) => ADDITIONS.some((name) => row[name]));
  const attributes = [
    formatAttribute("xmlns", "http://www.iana.org/assignments"),
    formatAttribute("xmlns:rstdiag", hasAdditions ? "urn:rstdiag:registry" : undefined),
    formatAttribute("id", id?.text),
    formatAttribute("rstdiag:organisation", organisation?.text),
    formatAttribute("rstdiag:contact-page", contactPage?.text),
  ].join("");
  const ruled = elementOf("registration_rule", rule?.text);
  const lines = [
    ...elementOf("title", title?.text),
    ...elementOf("updated", updated?.text),
    ...formatXrefs(document?.text ?? ""),
    ...ruled,
    ...notes.flatMap(({ text }) => elementOf("note", text)),
    ...(rule ? nest("range", [...elementOf("value", CODES), ...ruled]) : []),
    ...rows.flatMap(formatRow),
  ];
  return [
    "<?xml version='1.0' encoding='UTF-8'?>",
    `<registry${attributes}>`,
    ...lines.map(indent),
    "</registry>",
    "",
  ].join("\n");
}

function formatRow(row: SourceRow): readonly string[] {
  const { value, description, reference } = row;
  const attributes = ADDITIONS.map((name) => formatAttribute(`rstdiag:${name}`, row[name]?.text));
  const elements = [
    ...elementOf("value", value?.text),
    ...elementOf("description", description?.text),
    ...formatXrefs(reference?.text ?? ""),
  ];
  return nest("record", elements, attributes.join(""));
}

function elementOf(name: string, text = ""): readonly string[] {
  return text === "" ? [] : [`<${name}>${escapeXmlText(text)}</${name}>`];
}

function nest(name: string, lines: readonly string[], attributes = ""): readonly string[] {
  return [`<${name}${attributes}>`, ...lines.map(indent), `</${name}>`];
}

function indent(line: string): string {
  return `  ${line}`;
}
