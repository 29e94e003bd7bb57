import { escapeXmlText, formatAttribute } from "./escape-xml.js";

/** A document by its name, then a section that an attribute can say, then any other words. */
const DOCUMENT = /^(?:(RFC|BCP|STD)(\d+)|(draft-[\w.+-]+))(?:, Section (\d[\w.]*))?(,? .*)?$/;

const ADDRESS = /^https?:\/\/\S+$/;

/** One `<xref>`; its text, where it has one, is all that a reader is shown of it. */
interface Xref {
  readonly type: string;
  readonly data?: string;
  readonly section?: string | undefined;
  readonly text?: string;
}

/**
 * The references of a record as elements, from the form in which IANA renders them. Where
 * attributes would not give the same words again, an element has them as its text.
 */
export function formatXrefs(references: string): readonly string[] {
  if (references === "") return [];
  const parts = references.split("; ");
  const isList = parts.every((part) => part !== "" && part === part.trim());
  return (isList ? parts : [references]).map((part) => formatXref(toXref(part)));
}

function toXref(reference: string): Xref {
  if (ADDRESS.test(reference)) return { type: "uri", data: reference };
  const [, series, number, draft, section, words] = DOCUMENT.exec(reference) ?? [];
  const text = words === undefined ? {} : { text: reference };
  if (draft !== undefined) return { type: "draft", data: draft, section, ...text };
  if (series === undefined) return { type: "text", text: reference };
  return { type: "rfc", data: `${series.toLowerCase()}${number}`, section, ...text };
}

function formatXref({ type, data, section, text }: Xref): string {
  const attributes = [
    formatAttribute("type", type),
    data === undefined ? "" : formatAttribute("data", data),
    section === undefined || text !== undefined ? "" : formatAttribute("section", section),
  ].join("");
  if (text === undefined) return `<xref${attributes}/>`;
  return `<xref${attributes}>${escapeXmlText(text)}</xref>`;
}
