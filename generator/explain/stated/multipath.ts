import type { MultipathReset, TcpOptions } from "../../capture/tcp-options.js";
import { MEANINGS, type Meanings } from "../registry-words.js";

/** Reasons of MP_TCPRST (RFC 8684 section 3.6), and what they mean in the registry. */
const REASONS: readonly (readonly [text: string, meanings: Meanings])[] = [
  ["Unspecified error", []],
  ["MPTCP-specific error", MEANINGS.malformed],
  ["Lack of resources", MEANINGS.resource],
  ["Administratively prohibited", MEANINGS.notAuthorized],
  ["Too much outstanding data", MEANINGS.outstanding],
  ["Unacceptable performance", MEANINGS.performance],
  ["Middlebox interference", MEANINGS.middlebox],
];

/** What the MPTCP options of an RST say. */
export interface MultipathCause {
  readonly reason: string;
  readonly meanings: Meanings;
}

/** Reads MP_TCPRST, else MP_FASTCLOSE, which closes the whole connection (section 3.5). */
export function readMultipath(options: TcpOptions): MultipathCause | undefined {
  if (options.multipathReset) return describe(options.multipathReset);
  return options.hasFastClose
    ? { reason: "MPTCP fast close", meanings: MEANINGS.abort }
    : undefined;
}

function describe({ reason, isTransient }: MultipathReset): MultipathCause {
  const [text, meanings] = REASONS[reason] ?? [`MPTCP reason ${reason}`, []];
  return { reason: isTransient ? `${text} (transient)` : text, meanings };
}
