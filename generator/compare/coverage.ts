import type { CaptureSide } from "./read-side.js";

/** A quiet link has no frames that would show that it was still captured. */
const QUIET_SECONDS = 10;

/**
 * Whether a capture was running at a time, of its own clock. The last frames say so only nearly:
 * what comes soon after them counts; where RSTs beyond the limit were left out, what is near does not.
 */
export function covers(side: CaptureSide, seconds: number): boolean {
  const end = side.lastSeconds + (side.notCompared > 0 ? -QUIET_SECONDS : QUIET_SECONDS);
  return !(seconds < side.firstSeconds - QUIET_SECONDS || seconds > end);
}
