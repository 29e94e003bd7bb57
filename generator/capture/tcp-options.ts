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
export function readTcpOptions(octets: Buffer, start: number, end: number): TcpOptions {
  const options: TcpOptions = {
    windowScale: undefined,
    hasTimestamps: false,
    multipathReset: undefined,
    hasFastClose: false,
  };
  let at = start;
  while (at < end) {
    const kind = octets.readUInt8(at);
    if (kind === KIND.END) break;
    if (kind === KIND.NO_OPERATION) {
      at += 1;
      continue;
    }
    const length = at + 1 < end ? octets.readUInt8(at + 1) : 0;
    if (length < 2 || at + length > end) break;
    readOption(options, kind, octets.subarray(at + 2, at + length));
    at += length;
  }
  return options;
}

function readOption(options: TcpOptions, kind: number, value: Buffer): void {
  if (kind === KIND.WINDOW_SCALE && value.length === 1) {
    // "If a shift.cnt value larger than 14 is received", 14 is used (RFC 7323 section 2.3).
    options.windowScale = Math.min(value.readUInt8(0), 14);
  } else if (kind === KIND.TIMESTAMPS && value.length === 8) {
    options.hasTimestamps = true;
  } else if (kind === KIND.MPTCP && value.length >= 2) {
    const subtype = value.readUInt8(0) >> 4;
    if (subtype === MP_FASTCLOSE) options.hasFastClose = true;
    if (subtype === MP_TCPRST && value.length === 2) {
      const isTransient = (value.readUInt8(0) & 1) !== 0;
      options.multipathReset = { reason: value.readUInt8(1), isTransient };
    }
  }
}
