import type { Place } from "../model/mistake.js";
import { isPeople } from "./column-map.js";
import { childrenNamed, elementsOf } from "./iana-xml.js";
import { renderXref } from "./references.js";
import type { SourceFile, SourceRegistry } from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";

/** What stands before the records and stays; a range only repeats the rule for its codes. */
const KEPT = new Set(["title", "updated", "registration_rule", "note", "range", "xref"]);

/** What is read elsewhere, or is of the group and not of one registry. */
const OTHERS = new Set(["record", "registry", "people", "footnote", "created"]);

/** What IANA's file says of a registry beside its rows. */
export interface RegistryHead {
  /** What the registry as a whole refers to. */
  readonly document: string;
  /** What a registry in normal form does not say, a sentence each. */
  readonly losses: readonly string[];
}

/** Reads again what is before and beside the rows of a registry that was read from a file. */
export function readHead(file: SourceFile, { place }: SourceRegistry): RegistryHead {
  const parsed = parseXml(file);
  const element = parsed.kind === "read" ? registryAt(parsed.value, place) : undefined;
  if (!element) return { document: "", losses: [] };
  const head = elementsOf(element).filter(({ name }) => !KEPT.has(name) && !OTHERS.has(name));
  const records = childrenNamed(element, "record");
  const people = records.flatMap(elementsOf).filter(({ name }) => isPeople(name));
  const dates = records.filter(({ attributes }) => attributes.has("date"));
  const rows = dates.length === 1 ? "row" : "rows";
  const dated = dates.length > 0 ? [`dropped the dates of ${dates.length} ${rows}`] : [];
  return {
    document: childrenNamed(element, "xref").map(renderXref).filter(Boolean).join("; "),
    losses: [...dropped(head, "of the registry"), ...dropped(people, "of rows"), ...dated],
  };
}

function registryAt(element: XmlElement, place: Place): XmlElement | undefined {
  const { line, column } = element.place;
  if (line === place.line && column === place.column) return element;
  for (const nested of childrenNamed(element, "registry")) {
    const found = registryAt(nested, place);
    if (found) return found;
  }
  return undefined;
}

function dropped(elements: readonly XmlElement[], whose: string): readonly string[] {
  const names = new Set(elements.map(({ name }) => name));
  return [...names].map((name) => `dropped <${name}> ${whose}`);
}
