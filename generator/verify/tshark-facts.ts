import type { Decoded } from "../decode/decode-capture.js";
import type { Format } from "../model/format.js";
import { TRUNCATED } from "../model/format.js";
import type { Model } from "../model/model.js";
import { recordMember } from "../model/record-member.js";
import {
  formatNumbers,
  nameOfValue,
  VALUE_STRINGS,
  type ValueStrings,
} from "../model/value-strings.js";
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

const FRAME_NUMBER = "frame.number";
/** Of a frame at which a script failed. */
const LUA_ERROR = "_ws.lua.error";

/** How the texts of a field are read: a number that has a word is read as that. */
type ReadAs = "number" | "text" | "flag" | ValueStrings;

/** A field that is asked for, the fact that it is, and how its texts are read. */
type Column = readonly [filter: string, member: string, as: ReadAs];

const COLUMNS: readonly Column[] = [
  ["rstdiag.standing", "standing", VALUE_STRINGS.standing],
  ["rstdiag.pattern", "pattern", "text"],
  ["rstdiag.status", "status", VALUE_STRINGS.status],
  ["rstdiag.malformed", "malformed", "flag"],
  ["rstdiag.truncated", "cut", "flag"],
  ["rstdiag.unknown_code", "unknownCode", "flag"],
  ["rstdiag.unknown_vendor", "unknownVendor", "flag"],
  ["tcp.rst_diagnostic.magic", "magic", "text"],
  ["tcp.rst_diagnostic.reason_code", "reasonCode", "number"],
  [VENDOR_CODE_FILTER, "vendorReasonCode", "number"],
  ["tcp.rst_diagnostic.pen", "pen", "number"],
  ["rstdiag.organisation", "organisation", "text"],
  ["rstdiag.reason", "reason", "text"],
  ["rstdiag.registry", "registry", "text"],
  ["rstdiag.reference", "reference", "text"],
  ["rstdiag.revision", "revision", "text"],
  ["rstdiag.other_reading", "otherReadings", "text"],
];

/** Numbers and texts that have a filter name of their own, each name once. */
function ownColumns({ formats }: Model): readonly Column[] {
  const own = formats.flatMap((format): readonly Column[] => {
    const { fields, pen, text } = format;
    const numbers = fields
      .filter(({ kind }) => kind === "number" || (kind === "reason-code" && !pen))
      .map((field) => [fieldFilter(format, field), recordMember(field.name), "number"] as const);
    if (!text) return numbers;
    return [...numbers, [fieldFilter(format, text), recordMember(text.name), "text"]];
  });
  return [...new Map(own.map((column) => [column[0], column])).values()];
}

/**
 * What tshark says of a capture with the plugin; a string says why that cannot be trusted: a script
 * that did not load is a failure, not silence. The fields come as JSON: in columns, tshark 4.0
 * escapes no backslash, and 4.4 and later do.
 */
export async function readWithTshark(
  tshark: TsharkRun,
  model: Model,
  capturePath: string,
): Promise<FactsByFrame | string> {
  const path = tshark.place(capturePath);
  const format: Column = ["rstdiag.format", "format", formatNumbers(model)];
  const columns = [format, ...COLUMNS, ...ownColumns(model)];
  const fields = [FRAME_NUMBER, LUA_ERROR, ...columns.map(([filter]) => filter)];
  const output = ["-T", "json", ...fields.flatMap((field) => ["-e", field])];
  const filter = `rstdiag.format or ${LUA_ERROR}`;
  const readings = await tshark.run(["-r", path, "-Y", filter, ...output]);
  const complaint = complaintOf(readings);
  if (complaint !== undefined) return complaint;
  const packets = parsePackets(outputOf(readings));
  if (typeof packets === "string") return packets;
  if (packets.every(({ [LUA_ERROR]: failed }) => failed === undefined)) {
    return factsOfPackets(packets, columns);
  }
  // What went wrong stands on the line of the frame.
  const errors = await tshark.run(["-r", path, "-Y", LUA_ERROR]);
  return `Lua errors: ${complaintOf(errors) ?? outputOf(errors).trim()}`;
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

/** What a frame has of the fields; one that is not there is not among them. */
type Layers = Readonly<Record<string, readonly string[]>>;

const SHOWN_LETTERS = 200;

function parsePackets(output: string): readonly Layers[] | string {
  try {
    const packets: readonly { readonly _source: { readonly layers: Layers } }[] =
      JSON.parse(output);
    return packets.map(({ _source }) => _source.layers);
  } catch {
    return `tshark printed no JSON: ${output.slice(-SHOWN_LETTERS)}`;
  }
}

function factsOfPackets(packets: readonly Layers[], columns: readonly Column[]): FactsByFrame {
  const facts = packets.map((layers) => {
    const members = columns.flatMap(([filter, member, as]) => {
      const values = layers[filter];
      if (values === undefined) return as === "flag" ? [[member, false]] : [];
      return [[member, joinValues(values, as)]];
    });
    return [Number(layers[FRAME_NUMBER]?.[0]), Object.fromEntries(members)] as const;
  });
  return new Map(facts);
}

/** Several values of a field stay text. */
function joinValues(values: readonly string[], as: ReadAs): string | number | boolean {
  if (as === "flag") return true;
  const isNumbered = typeof as === "object";
  const joined = values.map((one) => (isNumbered ? nameOfValue(as, one) : one)).join("; ");
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
