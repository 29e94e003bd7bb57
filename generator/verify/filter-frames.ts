import { createReadStream } from "node:fs";
import { LINK_TYPE } from "../capture/link-type.js";
import { readCapture } from "../capture/read-capture.js";
import { readPayload } from "../capture/read-payload.js";
import { createRstFinder, type RstFinder } from "../capture/rst-finder.js";
import type { RstSegment } from "../capture/rst-segment.js";
import type { Model } from "../model/model.js";
import type { Reading } from "../model/record.js";
import { filterProbes } from "./filter-probes.js";
import { type RawFrame, type Reach, reachOf } from "./filter-reach.js";

/** A frame that filters are tried on, and what the reference decoder knows of it. */
export interface FilterFrame extends RawFrame {
  readonly sample: string;
  readonly number: number;
  /** Octets on the wire. */
  readonly originalLength: number;
  readonly segment: RstSegment | undefined;
  readonly reading: Reading | undefined;
  readonly reach: Reach | undefined;
}

/** The name that the frames have that are in no sample. */
const PROBES = "probes";

/** All frames of the samples, each read in its own file, then the probes. */
export async function readFilterFrames(
  model: Model,
  samples: readonly { readonly name: string; readonly path: string }[],
): Promise<readonly FilterFrame[]> {
  const frames: FilterFrame[] = [];
  for (const { name, path } of samples) {
    const find = createRstFinder();
    await readCapture(createReadStream(path), ({ number, linkType, octets, originalLength }) => {
      const copy = { linkType, octets: Buffer.from(octets), originalLength };
      frames.push(describe(model, find, { sample: name, number, ...copy }));
    });
  }
  const probes = filterProbes(model).map((octets, at) => ({
    sample: PROBES,
    number: at + 1,
    linkType: LINK_TYPE.ETHERNET,
    octets: Buffer.from(octets),
    originalLength: octets.length,
  }));
  return [...frames, ...probes.map((probe) => describe(model, createRstFinder(), probe))];
}

function describe(
  model: Model,
  find: RstFinder,
  frame: Omit<FilterFrame, "segment" | "reading" | "reach">,
): FilterFrame {
  const segment = find(frame);
  const { payload: octets, lengthBytes } = segment ?? {};
  const reading =
    octets && lengthBytes !== undefined ? readPayload(model, { octets, lengthBytes }) : undefined;
  return { ...frame, segment, reading, reach: reachOf(frame) };
}
