import type { SourceRegistry, SourceRow } from "../model/source-registry.js";
import { escapeXmlText, formatAttribute } from "./escape-xml.js";
import { formatXrefs } from "./xref-xml.js";

/** What each reason code is taken from; 0 is reserved (draft section 9.1). */
const CODES = "1-65535";

/** rstdiag's own additions to IANA's form, and their namespace. */
const ADDITIONS = ["meaning", "group", "origin"] as const;
const NAMESPACE = "urn:rstdiag:registry";

/**
 * Writes a registry in the form that IANA publishes, one element a line: the normal form of
 * the registry folder. `document` is what the registry as a whole refers to.
 */
export function formatRegistryXml(registry: SourceRegistry, document?: string): string {
  const { id, title, updated, rule, organisation, contactPage, notes, rows } = registry;
  const hasAdditions =
    organisation || contactPage || rows.some((row) => ADDITIONS.some((name) => row[name]));
  const attributes = [
    formatAttribute("xmlns", "http://www.iana.org/assignments"),
    hasAdditions ? formatAttribute("xmlns:rstdiag", NAMESPACE) : "",
    id ? formatAttribute("id", id.text) : "",
    organisation ? formatAttribute("rstdiag:organisation", organisation.text) : "",
    contactPage ? formatAttribute("rstdiag:contact-page", contactPage.text) : "",
  ].join("");
  const ruled = elementOf("registration_rule", rule?.text);
  const lines = [
    ...elementOf("title", title?.text),
    ...elementOf("updated", updated?.text),
    ...formatXrefs(document ?? ""),
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
  const attributes = ADDITIONS.map((name) => {
    const text = row[name]?.text;
    return text === undefined ? "" : formatAttribute(`rstdiag:${name}`, text);
  }).join("");
  const elements = [
    ...elementOf("value", value?.text),
    ...elementOf("description", description?.text),
    ...formatXrefs(reference?.text ?? ""),
  ];
  return nest("record", elements, attributes);
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
