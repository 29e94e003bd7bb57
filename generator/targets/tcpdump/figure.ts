import type { Field, Format, PaddingField, ReasonCodeField } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";

/**
 * A format that nothing but its shape speaks for, with a number in it: the experiment of the
 * draft's appendix A with Linux. tcpdump has no place for a label, so it is read only on request.
 */
export interface ShapeFormat extends Format {
  readonly reasonCode: ReasonCodeField;
  readonly registry: Registry;
  readonly padding: PaddingField;
}

/** The formats of the Model that are such shapes. */
export function shapeFormats({ formats }: Model): readonly ShapeFormat[] {
  return formats.filter(isShape);
}

function isShape(format: Format): format is ShapeFormat {
  const { magic, reasonCode, registry, padding, text, length } = format;
  const isFixed = length.least === length.most;
  return isFixed && !magic && !text && Boolean(reasonCode && registry && padding);
}

/** Bits in a row, as RFCs draw them. */
const ROW_BITS = 32;

/** A part of a field that stands in one row. */
interface Cell {
  readonly label: string;
  readonly bits: number;
}

/** A format's fields drawn as RFCs do, two columns to a bit; the last row may be shorter. */
export function drawFigure(fields: readonly Field[]): readonly string[] {
  const rows = splitRows(fields);
  const widest = Math.max(...rows.map(bitsIn));
  const lines = rows.flatMap((row, at) => [
    rule(Math.max(bitsIn(row), bitsIn(rows[at - 1] ?? []))),
    `|${row.map(({ label, bits }) => `${centre(label, bits * 2 - 1)}|`).join("")}`,
  ]);
  return [tens(widest), units(widest), ...lines, rule(bitsIn(rows.at(-1) ?? []))];
}

function splitRows(fields: readonly Field[]): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [[]];
  let free = ROW_BITS;
  for (const field of fields) {
    let rest = field.widthBits;
    let label = labelOf(field);
    while (rest > 0) {
      if (free === 0) {
        rows.push([]);
        free = ROW_BITS;
      }
      const bits = Math.min(rest, free);
      rows.at(-1)?.push({ label, bits });
      rest -= bits;
      free -= bits;
      label = "";
    }
  }
  return rows;
}

function labelOf(field: Field): string {
  if (field.kind !== "magic") return field.name;
  const digits = field.widthBits / 4;
  return `0x${field.value.toString(16).toUpperCase().padStart(digits, "0")}`;
}

function bitsIn(row: readonly Cell[]): number {
  return row.reduce((sum, { bits }) => sum + bits, 0);
}

function rule(bits: number): string {
  return `+${"-+".repeat(bits)}`;
}

function centre(text: string, width: number): string {
  const shown = text.slice(0, width);
  return shown.padStart(Math.ceil((width + shown.length) / 2)).padEnd(width);
}

function tens(bits: number): string {
  const digits = Array.from({ length: bits }, (_, bit) => (bit % 10 === 0 ? bit / 10 : " "));
  return ` ${digits.join(" ")}`.trimEnd();
}

function units(bits: number): string {
  return ` ${Array.from({ length: bits }, (_, bit) => bit % 10).join(" ")}`;
}
