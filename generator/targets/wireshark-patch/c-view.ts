import type { DiagnosticFormat } from "../../model/format.js";
import { type Model, productionVendors } from "../../model/model.js";
import { type Registry, statesCause } from "../../model/registry.js";
import { showUnprintable } from "../../model/text.js";
import { cComment, cString } from "../rendering/escape.js";
import { hex, titleOf } from "../rendering/layout.js";

/** Wireshark's value strings know no ranges: a row about more codes than this is left out. */
const MOST_CODES = 256;

/** What the templates of the C need: numbers and literals, all of them made for C. */
export type CView = ReturnType<typeof cView>;

/** Makes it of a Model and its payload that upstream reads. */
export function cView(model: Model, { magic, registry }: DiagnosticFormat) {
  const vendors = productionVendors(model).map(({ pen, registry: own }) => ({
    pen,
    title: cComment(titleOf(own)),
    causes: rowsOf(own),
  }));
  return {
    magic: hex(magic.value, magic.widthBits),
    // As tshark prints it.
    shownMagic: hex(magic.value, magic.widthBits).toLowerCase(),
    causes: rowsOf(registry),
    vendors,
    hasVendors: vendors.length > 0,
  };
}

/** A row for each code, its number as wide as upstream has it. */
function rowsOf({ rows }: Registry) {
  return rows.filter(isShown).flatMap(({ first, last, description }) => {
    const text = cString(showUnprintable(description));
    return Array.from({ length: last - first + 1 }, (_, at) => {
      return { code: `${first + at},`.padEnd(3), text };
    });
  });
}

function isShown(row: Registry["rows"][number]): boolean {
  return statesCause(row) && row.last - row.first < MOST_CODES;
}

/** Ranges of codes that have a cause and are left out, such as `1000-9999`. */
export function leftOut({ rows }: Registry): readonly string[] {
  return rows
    .filter((row) => statesCause(row) && !isShown(row))
    .map(({ first, last }) => `${first}-${last}`);
}
