import type { EnterpriseNumbers } from "../model/enterprise-numbers.js";

/** IANA's own word where it has nobody to write to. */
const NOBODY = "---none---";

/**
 * Writes an excerpt of Private Enterprise Numbers in the form of IANA's own text file, so that
 * whatever reads that file reads the excerpt. It names organisations, and nobody in them.
 */
export function formatEnterpriseNumbers({ updated, organisations }: EnterpriseNumbers): string {
  const entries = [...organisations].sort(([a], [b]) => a - b);
  return [
    "PRIVATE ENTERPRISE NUMBERS",
    "",
    ...(updated === undefined ? [] : [`(last updated ${updated})`, ""]),
    "An excerpt of https://www.iana.org/assignments/enterprise-numbers.txt, without contacts: only",
    "numbers of which a vendor's file is here. rstdiag registry import writes it anew.",
    "",
    "Decimal",
    "| Organization",
    "| | Contact",
    "| | | Email",
    "| | | |",
    ...entries.flatMap(([number, { text }]) => [
      String(number),
      `  ${text}`,
      `    ${NOBODY}`,
      `      ${NOBODY}`,
    ]),
    "",
    "",
    "End of Document",
    "",
  ].join("\n");
}
