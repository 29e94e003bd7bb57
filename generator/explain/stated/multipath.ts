import type { MultipathReset, TcpOptions } from "../../capture/tcp-options.js";
import { type RegistryWords, WORDS } from "../registry-words.js";

/** Reasons of MP_TCPRST (RFC 8684 section 3.6), and how the registry calls them. */
const REASONS: readonly (readonly [text: string, words: RegistryWords])[] = [
  ["Unspecified error", []],
  ["MPTCP-specific error", WORDS.malformed],
  ["Lack of resources", WORDS.resource],
  ["Administratively prohibited", WORDS.notAuthorized],
  ["Too much outstanding data", WORDS.outstanding],
  ["Unacceptable performance", WORDS.performance],
  ["Middlebox interference", WORDS.middlebox],
];

/** What the MPTCP options of an RST say. */
export interface MultipathCause {
  readonly reason: string;
  readonly words: RegistryWords;
}

/** Reads MP_TCPRST, else MP_FASTCLOSE, which closes the whole connection (section 3.5). */
export function readMultipath(options: TcpOptions): MultipathCause | undefined {
  if (options.multipathReset) return describe(options.multipathReset);
  return options.hasFastClose ? { reason: "MPTCP fast close", words: WORDS.abort } : undefined;
}

function describe({ reason, isTransient }: MultipathReset): MultipathCause {
  const [text, words] = REASONS[reason] ?? [`MPTCP reason ${reason}`, []];
  return { reason: isTransient ? `${text} (transient)` : text, words };
}
