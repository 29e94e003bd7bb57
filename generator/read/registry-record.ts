import type { Cell, OtherCell, SourceRow } from "../model/source-registry.js";
import { type ColumnMap, isPeople } from "./column-map.js";
import { withoutMail } from "./reference-list.js";
import { cellOf, elementsOf, footnotesIn } from "./xml-text.js";
import type { XmlElement } from "./xml-tree.js";
import { renderReferences } from "./xref.js";

/** The namespace of rstdiag's own additions to IANA's form. */
const ADDITIONS = "urn:rstdiag:registry";

/** What a row needs to know of its registry and of its file. */
export interface RecordContext {
  readonly columns: ColumnMap;
  /** The text of each footnote of the file by its number. */
  readonly footnotes: ReadonlyMap<string, string>;
}

/** A row of a registry; the elements that are none of its columns are kept aside. */
export function toRow(record: XmlElement, context: RecordContext): SourceRow {
  const { place } = record;
  const { columns } = context;
  const elements = elementsOf(record);
  const valueElement = elements.find(({ name }) => name === columns.value);
  const textElement = columns.descriptions
    .map((column) => elements.find(({ name }) => name === column))
    .find((element) => cellOf(element) !== undefined);
  const value = cellOf(valueElement);
  const description = cellOf(textElement);
  const reference = renderReferences(record, columns.references);
  const used = new Set([valueElement, textElement]);
  const rest = elements.filter(
    (element) => !used.has(element) && !columns.references.includes(element.name),
  );
  const others = [...othersOf(rest), ...notesOf(record, context)];
  return {
    place,
    ...(value && { value }),
    ...(description && { description }),
    ...(reference && { reference: { text: reference, place } }),
    ...additionsOf(record),
    ...(others.length > 0 && { others }),
  };
}

/** What rstdiag says of a cause and IANA does not; no revision changes a cause's meaning. */
function additionsOf({
  attributes,
  place,
}: XmlElement): Pick<SourceRow, "meaning" | "group" | "origin"> {
  if (attributes.size === 0) return {};
  const cellAt = (name: string): Cell | undefined => {
    const text = attributes.get(`{${ADDITIONS}}${name}`)?.trim();
    return text ? { text, place } : undefined;
  };
  const [meaning, group, origin] = ["meaning", "group", "origin"].map(cellAt);
  return { ...(meaning && { meaning }), ...(group && { group }), ...(origin && { origin }) };
}

function othersOf(elements: readonly XmlElement[]): readonly OtherCell[] {
  return elements.flatMap((element) => {
    const cell = isPeople(element.name) ? undefined : cellOf(element);
    const text = cell && withoutMail(cell.text);
    return text ? { name: element.name, text, place: element.place } : [];
  });
}

function notesOf(record: XmlElement, { footnotes }: RecordContext): readonly OtherCell[] {
  return footnotesIn(record).flatMap((number) => {
    const text = footnotes.get(number);
    return text ? { name: "footnote", text, place: record.place } : [];
  });
}
