import { LINK_TYPE } from "../capture/link-type.js";
import type { Model } from "../model/model.js";
import type { NamedFilter } from "../targets/filters/named-filters.js";
import { FORMS } from "../targets/filters.js";
import { isFound, isFoundByTwin, isReached } from "./filter-expectation.js";
import type { FilterFrame } from "./filter-frames.js";
import {
  countInstructions,
  type Selection,
  selectWithLibpcap,
  selectWithTshark,
  writeFilterFrames,
} from "./filter-tools.js";
import type { TsharkRun } from "./tshark-run.js";

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

/** The form that a twin is listed with. */
const TWIN = "in Wireshark";

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
  const groups = groupByLinkType(frames);
  const results: FilterResult[] = [];
  for (const { name: formName, form } of FORMS) {
    const filter = capture(form);
    const wanted = (frame: FilterFrame) => isFound(model, finds, frame) && isReached(form, frame);
    const count = await countInstructions(filter);
    const found: Selection[] = [];
    for (const [linkType, group] of groups) {
      // libpcap knows VLAN tags on few link types, and refuses the filter on the others.
      if (form.vlan && linkType !== LINK_TYPE.ETHERNET) continue;
      found.push(await selectWithLibpcap(writeFilterFrames(group), filter));
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
export async function proveTwin(
  { model, frames }: FilterTrial,
  { name, finds, display }: NamedFilter,
  tshark: TsharkRun,
  path: string,
): Promise<FilterResult> {
  const wanted = (frame: FilterFrame) => isFoundByTwin(model, finds, frame);
  const found = await selectWithTshark(tshark, path, display);
  return { ...compare(frames, wanted, [found]), name, form: TWIN };
}

/** The frames by their index. */
export function indexFrames(frames: readonly FilterFrame[]): ReadonlyMap<number, FilterFrame> {
  return new Map(frames.entries());
}

function groupByLinkType(
  frames: readonly FilterFrame[],
): ReadonlyMap<number, ReadonlyMap<number, FilterFrame>> {
  const groups = new Map<number, Map<number, FilterFrame>>();
  frames.forEach((frame, index) => {
    const group = groups.get(frame.linkType) ?? new Map<number, FilterFrame>();
    groups.set(frame.linkType, group.set(index, frame));
  });
  return groups;
}

function compare(
  frames: readonly FilterFrame[],
  wanted: (frame: FilterFrame) => boolean,
  found: readonly Selection[],
) {
  const problems = found.filter((one) => typeof one === "string");
  const indexes = new Set(found.flatMap((one) => (typeof one === "string" ? [] : [...one])));
  const isSelected = (_frame: FilterFrame, index: number) => indexes.has(index);
  return {
    selected: frames.filter(isSelected),
    missed: frames.filter((frame, index) => wanted(frame) && !indexes.has(index)),
    excess: frames.filter((frame, index) => !wanted(frame) && indexes.has(index)),
    ...(problems.length > 0 && { problem: problems.join("; ") }),
  };
}
