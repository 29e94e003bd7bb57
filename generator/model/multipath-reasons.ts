/** Reasons of the option MP_TCPRST by their codes, as the standard words them (RFC 8684 section 3.6). */
export const MULTIPATH_REASONS: readonly string[] = [
  "Unspecified error",
  "MPTCP-specific error",
  "Lack of resources",
  "Administratively prohibited",
  "Too much outstanding data",
  "Unacceptable performance",
  "Middlebox interference",
];
