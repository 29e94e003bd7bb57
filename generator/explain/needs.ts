import type { History } from "./history.js";
import type { Need } from "./signature.js";

/** What each need asks of a capture, and how its lack is told. */
const NEEDS: Readonly<
  Record<Need, { readonly isMet: (history: History) => boolean; readonly lack: string }>
> = {
  "both-directions": {
    isMet: ({ sides }) => sides.client.segments > 0 && sides.server.segments > 0,
    lack: "only one direction was captured before the RST",
  },
  "no-loss": {
    isMet: ({ sides }) => !sides.client.isHoley && !sides.server.isHoley,
    lack: "segments are missing in the capture",
  },
  timestamps: {
    isMet: ({ before, reset }) =>
      !Number.isNaN(reset.seconds) && before.every(({ seconds }) => !Number.isNaN(seconds)),
    lack: "the capture has no times",
  },
  handshake: {
    isMet: ({ isClientKnown }) => isClientKnown,
    lack: "the capture began after the handshake",
  },
};

/** What the capture lacks of `needs`, in their order. */
export function findLacks(history: History, needs: readonly Need[]): readonly string[] {
  return needs.filter((need) => !NEEDS[need].isMet(history)).map((need) => NEEDS[need].lack);
}

/** All needs, where nothing fits and it is asked why. */
export const ALL_NEEDS: readonly Need[] = ["both-directions", "no-loss", "timestamps", "handshake"];
