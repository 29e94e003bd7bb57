import type { ExpectedFacts } from "../../capture/expectation.js";
import type { DiagnosticFormat } from "../../model/format.js";
import { recordMember } from "../../model/record.js";
import { tcpdumpText } from "../text/tcpdump-text.js";
import type { ShapeFormat } from "./shape.js";

/** How many `-v` tcpdump gets. */
export type Verbosity = 0 | 1 | 2 | 3;

/** All that tcpdump is asked for in tests. */
export const VERBOSITIES: readonly Verbosity[] = [0, 1, 2, 3];

const INVALID = " (invalid)";
const CUT = " [|tcp]";

/** What stands behind the length of a segment that states a reason: nothing without `-v`. */
export function statedText(
  format: DiagnosticFormat,
  facts: ExpectedFacts,
  verbosity: Verbosity,
): string {
  if (verbosity === 0) return "";
  const { reasonCode, pen, reason = "", numbers, status } = facts;
  // A vendor's words stand where upstream prints numbers alone, so they need one more -v.
  const words = verbosity > (pen === 0 ? 1 : 2) ? tcpdumpText(reason) : "";
  const code = `code ${reasonCode}, pen ${pen}`;
  const cause = words === "" ? code : verbosity < 3 ? words : `${words} (${code})`;
  const more = format.fields
    .filter(({ kind }) => kind === "number")
    .map(({ name }) => `, ${name} ${numbers[recordMember(name)]}`);
  return ` [RST: ${cause}${more.join("")}${status === "malformed" ? INVALID : ""}]`;
}

/** The same of a segment whose payload has the magic number, and another length. */
export function wrongLengthText(
  format: DiagnosticFormat,
  lengthBytes: number,
  end: "whole" | "cut",
  verbosity: Verbosity,
): string {
  if (verbosity === 0) return end === "cut" ? cutText(verbosity) : "";
  const complaint = `length ${lengthBytes} != ${format.length.octets}${INVALID}`;
  return ` [RST: ${complaint}${end === "cut" ? CUT : "]"}`;
}

/** The same of a segment whose payload has a known shape: the number that is in it, at any verbosity. */
export function shapeText(
  { reasonCode }: ShapeFormat,
  code: number,
  end: "whole" | "cut",
  verbosity: Verbosity,
): string {
  if (verbosity === 0) return end === "cut" ? cutText(verbosity) : "";
  return ` [RST: ${reasonCode.name} ${code}${end === "cut" ? CUT : "]"}`;
}

/** The same of a segment of the right length that was cut; 4.99.6 and later say so without -v too. */
export function cutText(verbosity: Verbosity): string {
  return verbosity === 0 ? CUT : ` [RST: ${CUT}`;
}
