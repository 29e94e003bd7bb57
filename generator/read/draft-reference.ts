/** `3.6.1`, `A.1`, and several of them: `3.6.1 and 3.10.7.1`, `3.1, 3.2, and A`. */
const PART = String.raw`(?:\d+|[A-Z])(?:\.\w+)*(?!\w)`;
const PARTS = `(?<parts>${PART}(?:(?:, and | and | or | to | ?- ?|, ?)${PART})*)`;
const PLACE = `(?<word>Sections?|Appendix|Appendices|Tables?|Figures?|Pages?) ${PARTS}`;

/** A document's name in brackets, or one that is that of a document in any text. */
const CITED = String.raw`\[(?<cited>[^\[\],; ]+)\]`;
const NAMED = String.raw`(?<named>(?:RFC|BCP|STD) ?\d+|draft-[\w.+-]*\w)(?!\w)`;
const DOCUMENT = `(?:${CITED}|${NAMED})`;

/** The ways to cite of xml2rfc's sectionFormat (of, comma, parens), IANA's, and the short ones. */
const CITATIONS = [
  `${PLACE} of ${DOCUMENT}`,
  `${DOCUMENT}, ${PLACE}`,
  String.raw`${DOCUMENT} \(${PLACE}\)`,
  String.raw`\[${NAMED}, ${PLACE}\]`,
  DOCUMENT,
  PLACE,
].map((source) => new RegExp(source, "y"));

/** No cell of references is longer; patterns with loops run out of stack on megabytes. */
const MAX_CHARACTERS = 2000;

const SEPARATOR = /(?:,? and |[,;] ?| )?/y;

/**
 * The citations of a draft as IANA renders them: `Section 3.1 of [RFC9293]` becomes
 * `RFC9293, Section 3.1`. A place alone is one of the document itself, whose name is `own`.
 * Text that is not only citations stays as it is.
 */
export function toIanaReference(text: string, own: string | undefined): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length > MAX_CHARACTERS) return plain;
  const citations: string[] = [];
  let at = 0;
  while (at < plain.length) {
    const match = matchAt(plain, at);
    if (!match) return plain;
    const [citation, { word = "", parts = "", cited, named = own } = {}] = [match[0], match.groups];
    const document = toDocumentName(cited ?? named ?? "");
    citations.push([document, toPlace(word, parts)].filter(Boolean).join(", "));
    SEPARATOR.lastIndex = at + citation.length;
    SEPARATOR.test(plain);
    at = SEPARATOR.lastIndex;
  }
  return citations.join("; ");
}

function matchAt(text: string, at: number): RegExpExecArray | undefined {
  for (const pattern of CITATIONS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return match;
  }
  return undefined;
}

/** Names as IANA has them: `RFC9293`, and a draft by its own name instead of its anchor's. */
function toDocumentName(name: string): string {
  return name.replace(/^(RFC|BCP|STD) (?=\d)/, "$1").replace(/^I-D\./, "draft-");
}

/** What xml2rfc calls a section of another document: those with a letter are appendices. */
export function toPlace(word: string, parts: string): string {
  if (!/^[A-Z]/.test(parts)) return [word, parts].filter(Boolean).join(" ");
  const name = word.replace(/^Sections$/, "Appendices").replace(/^Section$/, "Appendix");
  return `${name} ${parts}`;
}
