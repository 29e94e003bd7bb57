import { octetAt } from "./byte-order.js";

/** Option kinds (IANA, "TCP Option Kind Numbers"). */
const KIND = { END: 0, NO_OPERATION: 1, WINDOW_SCALE: 3, TIMESTAMPS: 8, MPTCP: 30 } as const;

const MP_FASTCLOSE = 7;
const MP_TCPRST = 8;

/** What the options of a segment say that matters to a reset. */
export interface TcpOptions {
  /** RFC 7323 section 2; only counts in a SYN. */
  windowScale: number | undefined;
  hasTimestamps: boolean;
  /** MP_TCPRST (RFC 8684 section 3.6). */
  multipathReset: MultipathReset | undefined;
  /** MP_FASTCLOSE (RFC 8684 section 3.5). */
  hasFastClose: boolean;
}

/** Why an MPTCP subflow was reset. */
export interface MultipathReset {
  readonly reason: number;
  /** The T bit: the sender expects that another try may succeed. */
  readonly isTransient: boolean;
}

/** Reads the options between `start` and `end`; stops where they are damaged, and never throws. */
export function readTcpOptions(octets: Uint8Array, start: number, end: number): TcpOptions {
  const options: TcpOptions = {
    windowScale: undefined,
    hasTimestamps: false,
    multipathReset: undefined,
    hasFastClose: false,
  };
  let at = start;
  while (at < end) {
    const kind = octetAt(octets, at) ?? KIND.END;
    if (kind === KIND.END) break;
    if (kind === KIND.NO_OPERATION) {
      at += 1;
      continue;
    }
    const length = at + 1 < end ? (octetAt(octets, at + 1) ?? 0) : 0;
    if (length < 2 || at + length > end) break;
    readOption(options, { kind, octets, start: at + 2, length: length - 2 });
    at += length;
  }
  return options;
}

/** An option, and where its value stands. */
interface Option {
  readonly kind: number;
  readonly octets: Uint8Array;
  readonly start: number;
  readonly length: number;
}

function readOption(options: TcpOptions, { kind, octets, start, length }: Option): void {
  const first = octetAt(octets, start) ?? 0;
  if (kind === KIND.WINDOW_SCALE && length === 1) {
    // "If a shift.cnt value larger than 14 is received", 14 is used (RFC 7323 section 2.3).
    options.windowScale = Math.min(first, 14);
  } else if (kind === KIND.TIMESTAMPS && length === 8) {
    options.hasTimestamps = true;
  } else if (kind === KIND.MPTCP && length >= 2) {
    const subtype = first >> 4;
    if (subtype === MP_FASTCLOSE) options.hasFastClose = true;
    if (subtype === MP_TCPRST && length === 2) {
      const isTransient = (first & 1) !== 0;
      options.multipathReset = { reason: octetAt(octets, start + 1) ?? 0, isTransient };
    }
  }
}
