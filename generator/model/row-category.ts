/** What a registry says of a row's codes. */
export type RowCategory =
  | {
      readonly kind: "assigned" | "unassigned" | "reserved" | "private-use" | "experimental";
    }
  /** Assigned for a year at a time (RFC 7120); `expires` is a date where one is stated. */
  | { readonly kind: "temporary"; readonly expires?: string };

/** Blanks of all kinds, dashes and brackets that IANA puts before the word that counts. */
const BEFORE = /^[\s(<[*"-]+/;
const TEMPORARY = /\(temporary\b[^()]*\b(?:registered|expires)\b[^()]*/i;
const EXPIRES = /\bexpires\s+(\d{4}-\d{2}-\d{2})/i;

/** Not the cause `Unassigned/unallocated number`, which is one. */
const UNASSIGNED = /^(?:removed\s*\/\s*)?unassigned\b(?!\s*\/)|^unallocated\b(?!\s*\()/i;
/** The word alone, or as IANA continues it: `Reserved for`, `Reserved, not to be used`. A cause can be
 * about what is reserved: `Reserved bits set in header`. */
const RESERVED =
  /^reserved(?:$|[^a-z_\s]|\s+(?:$|[^a-z\s]|(?:as|by|for|in|to|until)\b))|^this value is reserved\b|^(?:not used|unused)\b/i;

/** What may stand before the use that a code is for: `Reserved for`, `Reserved (`, `Available for`. */
const FOR_USE = /^(?:reserved\b[\s:;,(-]*)?(?:(?:available|use)\s+)?(?:for\s+)?/i;
const AND = String.raw`\s*(?:\/|\band\/or\b|\band\b|\bor\b)\s*`;
const PRIVATE_USE = new RegExp(
  [
    "^private[- ]use\\b",
    "^private\\)?$",
    `^private${AND}experimental\\b`,
    `^(?:experimental|local)${AND}private\\b`,
    "^vendor(?:[- ](?:private|specific))?[- ](?:use|extensions)\\b",
    "^vendor[- ]specific(?: codes?)?\\)?$",
  ].join("|"),
  "i",
);
const EXPERIMENTAL = new RegExp(
  [
    "^(?:EXP - )?RFC3692-style experiment",
    "^(?:private )?experiment(?:ation)?(?: \\d+)?(?=$|\\s*[()[;,.]|\\s+and\\s+test)",
    "^experimental(?=$|\\s*[()[;/]|\\s+(?:use|code|extensions|and\\s+testing)\\b)",
    `^local${AND}experimental use\\b`,
  ].join("|"),
  "i",
);

/**
 * Classifies a row by the text of its description, or of its value where it has no other: what a
 * note, an expert or another column says is about something else.
 */
export function categoryOf(description: string): RowCategory {
  const text = description.trim().replace(BEFORE, "");
  const temporary = TEMPORARY.exec(text)?.[0];
  if (temporary !== undefined) {
    const expires = EXPIRES.exec(temporary)?.[1];
    return expires === undefined ? { kind: "temporary" } : { kind: "temporary", expires };
  }
  if (UNASSIGNED.test(text)) return { kind: "unassigned" };
  const use = text.replace(FOR_USE, "");
  if (PRIVATE_USE.test(use)) return { kind: "private-use" };
  if (EXPERIMENTAL.test(use)) return { kind: "experimental" };
  return { kind: RESERVED.test(text) ? "reserved" : "assigned" };
}
