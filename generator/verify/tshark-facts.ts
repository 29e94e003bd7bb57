import type { Decoded } from "../decode/decode-capture.js";
import type { Format } from "../model/format.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { recordMember } from "../model/record.js";
import type { ExpectedFacts } from "../samples/expectation.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "../targets/filters/reset-filter.js";
import {
  compareFacts,
  type Facts,
  type FactsByFrame,
  factsOf,
  joinReadings,
  type SampleFrames,
  type Score,
} from "./facts.js";
import type { CommandResult } from "./run-command.js";
import type { TsharkRun } from "./tshark-run.js";

/** What tshark said of a capture, or why that cannot be trusted. */
export type TsharkReading =
  | { readonly kind: "read"; readonly facts: FactsByFrame }
  | { readonly kind: "failed"; readonly reason: string };

const FRAME_NUMBER = "frame.number";

interface Column {
  readonly filter: string;
  readonly member: string;
  /** How the texts of the field are read. */
  readonly as: "number" | "text" | "flag";
}

/** The fields that are asked for, and the fact that each one is. */
function columnsOf(model: Model): readonly Column[] {
  const others = new Map(
    model.formats.flatMap(otherColumns).map((column) => [column.filter, column]),
  );
  return [
    { filter: "rstdiag.format", member: "format", as: "text" },
    { filter: "rstdiag.standing", member: "standing", as: "text" },
    { filter: "rstdiag.pattern", member: "pattern", as: "text" },
    { filter: "rstdiag.status", member: "status", as: "text" },
    { filter: "rstdiag.malformed", member: "malformed", as: "flag" },
    { filter: "rstdiag.truncated", member: "cut", as: "flag" },
    { filter: "rstdiag.unknown_code", member: "unknownCode", as: "flag" },
    { filter: "rstdiag.unknown_vendor", member: "unknownVendor", as: "flag" },
    { filter: "tcp.rst_diagnostic.magic", member: "magic", as: "text" },
    { filter: "tcp.rst_diagnostic.reason_code", member: "reasonCode", as: "number" },
    { filter: VENDOR_CODE_FILTER, member: "vendorReasonCode", as: "number" },
    { filter: "tcp.rst_diagnostic.pen", member: "pen", as: "number" },
    { filter: "rstdiag.organisation", member: "organisation", as: "text" },
    { filter: "rstdiag.reason", member: "reason", as: "text" },
    { filter: "rstdiag.registry", member: "registry", as: "text" },
    { filter: "rstdiag.reference", member: "reference", as: "text" },
    { filter: "rstdiag.revision", member: "revision", as: "text" },
    { filter: "rstdiag.other_reading", member: "otherReadings", as: "text" },
    ...others.values(),
  ];
}

/** Numbers and texts that have a filter name of their own. */
function otherColumns(format: Format): readonly Column[] {
  const own = format.fields.filter(
    ({ kind }) => kind === "number" || (kind === "reason-code" && !format.pen),
  );
  const numbers = own.map((field) => ({
    filter: fieldFilter(format, field),
    member: recordMember(field.name),
    as: "number" as const,
  }));
  if (!format.text) return numbers;
  const { text } = format;
  const filter = fieldFilter(format, text);
  return [...numbers, { filter, member: recordMember(text.name), as: "text" as const }];
}

/**
 * Reads a capture with the plugin; a script that did not load is a failure, not silence. The fields
 * come as JSON: in columns, tshark 4.0 escapes no backslash, and 4.4 and later do.
 */
export async function readWithTshark(
  tshark: TsharkRun,
  model: Model,
  capturePath: string,
): Promise<TsharkReading> {
  const path = tshark.place(capturePath);
  const columns = columnsOf(model);
  const fields = [FRAME_NUMBER, ...columns.map(({ filter }) => filter)];
  const output = ["-T", "json", ...fields.flatMap((field) => ["-e", field])];
  const readings = await tshark.run(["-r", path, "-Y", "rstdiag.format", ...output]);
  const complaint = complaintOf(readings);
  if (complaint !== undefined) return { kind: "failed", reason: complaint };
  const errors = await tshark.run(["-r", path, "-Y", "_ws.lua.error"]);
  const broken = complaintOf(errors) ?? (outputOf(errors) === "" ? undefined : outputOf(errors));
  if (broken !== undefined) return { kind: "failed", reason: `Lua errors: ${broken.trim()}` };
  return parsePackets(outputOf(readings), columns);
}

function outputOf(result: CommandResult): string {
  return result.kind === "missing" ? "" : result.stdout;
}

/** tshark exits with 0 where a script is broken, and only says so on standard error. */
function complaintOf(result: CommandResult): string | undefined {
  if (result.kind !== "exited") return `tshark: ${result.kind}`;
  const lines = result.stderr.split("\n").filter((line) => /lua|rstdiag|valid/i.test(line));
  if (result.code === 0 && lines.length === 0) return undefined;
  return `tshark (exit code ${result.code}): ${result.stderr.trim()}`;
}

/** A field that is not there is not among the layers. */
interface Packet {
  readonly _source: { readonly layers: Readonly<Record<string, readonly string[]>> };
}

function parsePackets(output: string, columns: readonly Column[]): TsharkReading {
  let packets: readonly Packet[];
  try {
    packets = JSON.parse(output);
  } catch {
    return { kind: "failed", reason: `tshark printed no JSON: ${output.slice(-SHOWN_LETTERS)}` };
  }
  const facts = new Map<number, Facts>();
  for (const { _source } of packets) {
    const { layers } = _source;
    const members = columns.flatMap(({ filter, member, as }) => {
      const values = layers[filter];
      if (values === undefined) return as === "flag" ? [[member, false]] : [];
      return [[member, joinValues(values, as)]];
    });
    facts.set(Number(layers[FRAME_NUMBER]?.[0]), Object.fromEntries(members));
  }
  return { kind: "read", facts };
}

const SHOWN_LETTERS = 200;

/** Several values of a field stay text. */
function joinValues(values: readonly string[], as: Column["as"]): string | number | boolean {
  if (as === "flag") return true;
  const joined = values.join("; ");
  return as === "number" && /^\d+$/.test(joined) ? Number(joined) : joined;
}

/** tshark with the generated plugin against the comments, and the decoder's registry words. */
export function compareTshark(model: Model, sample: SampleFrames, found: FactsByFrame): Score {
  return compareFacts(sample, "tshark", found, (expected, decoded) =>
    wantFromTshark(model, expected, decoded),
  );
}

/** What tshark must say: all that the comment demands, and whose words these are. */
export function wantFromTshark(
  model: Model,
  expected: ExpectedFacts | undefined,
  decoded: Decoded | undefined,
): Facts {
  if (!expected) return {};
  const { status, problems, reasonCode, pen, reason, numbers, otherReadings, text } = expected;
  const reading = decoded?.reading;
  const { lengthBytes = 0, standing = "", registry } = reading ?? {};
  const format = model.formats.find(({ id }) => id === expected.format);
  const { least = 0, most = 0 } = format?.length ?? {};
  const isRightLength = lengthBytes >= least && lengthBytes <= most;
  return factsOf({
    format: expected.format,
    standing,
    status,
    malformed: problems.some((problem) => problem !== TRUNCATED),
    cut: problems.includes(TRUNCATED),
    unknownCode: registry !== undefined && reason === undefined && status !== "malformed",
    unknownVendor: pen !== undefined && registry === undefined,
    magic: isRightLength && format?.magic ? `0x${format.magic.value.toString(16)}` : undefined,
    ...(format && wantCode(format, reasonCode, pen)),
    ...(format?.text && { [recordMember(format.text.name)]: text }),
    pattern: expected.pattern,
    pen,
    reason,
    // Whose words these are: no comment demands it.
    organisation: reading?.organisation,
    registry,
    revision: reading?.revision,
    reference: reading?.reference,
    otherReadings: joinReadings(otherReadings),
    ...numbers,
  });
}

/** Before the PEN is known, nobody can say whose code it is: it is then in no field. */
function wantCode(format: Format, code: number | undefined, pen: number | undefined): Facts {
  if (code === undefined || !format.reasonCode) return {};
  if (!format.pen) return { [recordMember(format.reasonCode.name)]: code };
  if (pen === undefined) return {};
  return pen === 0 ? { reasonCode: code } : { vendorReasonCode: code };
}
