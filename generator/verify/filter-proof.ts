import { Readable } from "node:stream";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { readCapture } from "../capture/read-capture.js";
import { readPayload } from "../decode/read-payload.js";
import type { Format } from "../model/format.js";
import type { Model } from "../model/model.js";
import type { Reading } from "../model/record.js";
import { writePcapng } from "../samples/write-pcapng.js";
import type { CaptureForm } from "../targets/filters/capture-filter.js";
import type { Finding } from "../targets/filters/reset-filter.js";
import { FORMS, type NamedFilter } from "../targets/filters.js";
import type { FilterFrame } from "./filter-frames.js";
import { describeEnd, lastComplaint, runCommand, succeeded } from "./run-command.js";
import type { TsharkRun } from "./tshark-run.js";

/** As many zeros of a padding as the files say that a capture filter tests. */
const TESTED_ZEROS = 4;

/** Whether a capture filter must find what a frame has, as far as the files say that it looks. */
export function isFound(model: Model, finds: Finding, frame: FilterFrame): boolean {
  return model.formats.some(
    (format) =>
      finds.formats.includes(format.id) &&
      matches(finds, format, format.magic ? frame.reading : readBeginning(model, format, frame)),
  );
}

/** Whether a capture filter of a form can see the segment of a frame, as the files say. */
function isReached({ carriers, vlan }: CaptureForm, { reach }: FilterFrame): boolean {
  return reach !== undefined && carriers.includes(reach.carrier) && reach.tags === (vlan ? 1 : 0);
}

function matches(finds: Finding, format: Format, reading: Reading | undefined): boolean {
  if (reading?.format !== format.id) return false;
  const { reasonCode, pen, lengthBytes, problems } = reading;
  const { length, text } = format;
  switch (finds.kind) {
    case "format":
      return lengthBytes >= length.least && lengthBytes <= length.most;
    case "reason": {
      if (reasonCode === undefined || pen !== finds.pen) return false;
      return reasonCode >= finds.codes.first && reasonCode <= finds.codes.last;
    }
    case "pen":
      return pen === finds.pen;
    case "vendor":
      return pen !== undefined && pen !== 0;
    case "malformed":
      if (reading.status !== "malformed") return false;
      return !text || (length.problem !== undefined && problems.includes(length.problem));
    default:
      return finds satisfies never;
  }
}

/** What would be read if all was zero that is behind the zeros that a capture filter tests. */
function readBeginning(
  model: Model,
  { padding }: Format,
  { payload, reading }: FilterFrame,
): Reading | undefined {
  if (!padding || !payload) return reading;
  const { length } = payload.octets;
  const tested = padding.offsetBytes + Math.min(padding.sizeBytes, TESTED_ZEROS);
  if (length < tested) return undefined;
  const end = Math.min(length, padding.offsetBytes + padding.sizeBytes);
  const octets = Buffer.from(payload.octets).fill(0, Math.min(tested, end), end);
  return readPayload(model, { ...payload, octets });
}

/** The frames that a filter selected, by their index; a string says why there are none. */
export type Selection = ReadonlySet<number> | string;

const MILLISECOND = 1_000_000n;

/** A capture in which a frame's time is its index: a program need not print numbers. */
export function writeFilterFrames(frames: readonly FilterFrame[], linkType?: number): Uint8Array {
  const linkTypes =
    linkType === undefined ? [...new Set(frames.map((frame) => frame.linkType))] : [linkType];
  const packets = frames.flatMap((frame, index) => {
    const origin = linkTypes.indexOf(frame.linkType);
    if (origin < 0) return [];
    const { octets, originalLength } = frame;
    const timeNanoseconds = BigInt(index) * MILLISECOND;
    return [{ interface: origin, timeNanoseconds, octets, originalLength }];
  });
  const interfaces = linkTypes.map((one) => ({ linkType: one }));
  return writePcapng({ sections: [{ interfaces, packets }] });
}

/** Runs a capture filter over a capture of one link type, with the libpcap of tcpdump. */
async function selectWithLibpcap(input: Uint8Array, filter: string): Promise<Selection> {
  const args = ["-r", "-", "-w", "-", filter];
  const result = await runCommand({ program: "tcpdump", args, input, timeoutMs: 60_000 });
  if (!succeeded(result)) return lastComplaint(result) ?? describeEnd(result);
  const selected = new Set<number>();
  await readCapture(Readable.from([result.stdoutOctets]), ({ time = "" }) =>
    selected.add(Date.parse(time)),
  );
  return selected;
}

/** Number of instructions that libpcap makes of a filter for Ethernet; a string where it fails. */
export async function countInstructions(filter: string): Promise<number | string> {
  const args = ["-y", "EN10MB", "-d", filter];
  const result = await runCommand({ program: "tcpdump", args, timeoutMs: 60_000 });
  if (!succeeded(result)) return lastComplaint(result) ?? describeEnd(result);
  return result.stdout.trimEnd().split("\n").length;
}

/** Runs a display filter over a capture that `place` returned. */
async function selectWithTshark(
  tshark: TsharkRun,
  path: string,
  filter: string,
): Promise<Selection> {
  const fields = ["-T", "fields", "-e", "frame.time_epoch"];
  const result = await tshark.run(["-r", path, "-Y", filter, ...fields]);
  if (!succeeded(result)) return lastComplaint(result) ?? describeEnd(result);
  const times = result.stdout.split("\n").filter(Boolean);
  return new Set(times.map((time) => Math.round(Number(time) * 1000)));
}

/** How a filter did on all frames. */
export interface FilterResult {
  readonly name: string;
  /** The form of a capture filter, or that it is the display filter. */
  readonly form: string;
  /** Of libpcap; a display filter has none. */
  readonly instructions?: number;
  readonly selected: readonly FilterFrame[];
  /** What must be selected and was not, what must not and was, and what did not work at all. */
  readonly missed: readonly FilterFrame[];
  readonly excess: readonly FilterFrame[];
  readonly problem?: string;
}

/** Where a filter is tried. */
export interface FilterTrial {
  readonly model: Model;
  readonly frames: readonly FilterFrame[];
}

/** Tries each form of a capture filter on each link type of the frames. */
export async function proveCapture(
  { model, frames }: FilterTrial,
  { name, finds, capture }: NamedFilter,
): Promise<readonly FilterResult[]> {
  const results: FilterResult[] = [];
  for (const { name: formName, form } of FORMS) {
    const filter = capture(form);
    const wanted = (frame: FilterFrame) => isFound(model, finds, frame) && isReached(form, frame);
    const count = await countInstructions(filter);
    const found: Selection[] = [];
    for (const linkType of new Set(frames.map((frame) => frame.linkType))) {
      // libpcap knows VLAN tags on few link types, and refuses the filter on the others.
      if (form.vlan && linkType !== LINK_TYPE.ETHERNET) continue;
      found.push(await selectWithLibpcap(writeFilterFrames(frames, linkType), filter));
    }
    results.push({
      ...compare(frames, wanted, found),
      name,
      form: formName,
      ...(typeof count === "number" ? { instructions: count } : { problem: count }),
    });
  }
  return results;
}

/** Tries the display filter on all frames at once; `path` is what `writeFilterFrames` wrote. */
export async function proveDisplay(
  { model, frames }: FilterTrial,
  { name, finds, display }: NamedFilter,
  tshark: TsharkRun,
  path: string,
): Promise<FilterResult> {
  const formats = model.formats.filter(({ id }) => finds.formats.includes(id));
  const wanted = ({ reading }: FilterFrame) =>
    formats.some((format) => matches(finds, format, reading));
  const found = await selectWithTshark(tshark, path, display);
  return { ...compare(frames, wanted, [found]), name, form: "in Wireshark" };
}

function compare(
  frames: readonly FilterFrame[],
  wanted: (frame: FilterFrame) => boolean,
  found: readonly Selection[],
) {
  const problems = found.filter((one) => typeof one === "string");
  const indexes = new Set(found.flatMap((one) => (typeof one === "string" ? [] : [...one])));
  return {
    selected: frames.filter((_, index) => indexes.has(index)),
    missed: frames.filter((frame, index) => wanted(frame) && !indexes.has(index)),
    excess: frames.filter((frame, index) => !wanted(frame) && indexes.has(index)),
    ...(problems.length > 0 && { problem: problems.join("; ") }),
  };
}
