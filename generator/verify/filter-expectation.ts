import { readPayload } from "../capture/read-payload.js";
import type { Format } from "../model/format.js";
import type { Model } from "../model/model.js";
import type { Reading } from "../model/record.js";
import type { CaptureForm } from "../targets/text/capture-filter.js";
import type { Finding } from "../targets/text/reset-filter.js";
import type { FilterFrame } from "./filter-frames.js";

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

/** Whether a display filter must find what the reference decoder reads in a frame. */
export function isFoundByTwin(model: Model, finds: Finding, { reading }: FilterFrame): boolean {
  return model.formats.some(
    (format) => finds.formats.includes(format.id) && matches(finds, format, reading),
  );
}

/** Whether a capture filter of a form can see the segment of a frame, as the files say. */
export function isReached({ carriers, vlan }: CaptureForm, { reach }: FilterFrame): boolean {
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
  { segment, reading }: FilterFrame,
): Reading | undefined {
  if (!padding || !segment) return reading;
  const { payload, lengthBytes } = segment;
  const tested = padding.offsetBytes + Math.min(padding.sizeBytes, TESTED_ZEROS);
  if (payload.length < tested) return undefined;
  const end = Math.min(payload.length, padding.offsetBytes + padding.sizeBytes);
  const octets = Buffer.from(payload).fill(0, Math.min(tested, end), end);
  return readPayload(model, { octets, lengthBytes });
}
