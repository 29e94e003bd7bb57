import type { ClockDifference } from "../model/comparison.js";
import type { CaptureSide } from "./read-side.js";

/** Compares the clocks of two captures by the segments that are in both and unmistakable. */
export function compareClocks(
  sender: CaptureSide,
  receiver: CaptureSide,
): ClockDifference | undefined {
  const differences: number[] = [];
  for (const [key, sent] of sender.landmarks) {
    const difference = (receiver.landmarks.get(key) ?? Number.NaN) - sent;
    if (!Number.isNaN(difference)) differences.push(difference);
  }
  if (differences.length === 0) return undefined;
  const seconds = medianOf(differences);
  return {
    seconds,
    spreadSeconds: medianOf(differences.map((one) => Math.abs(one - seconds))),
    landmarks: differences.length,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
