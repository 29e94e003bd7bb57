/** Comments, CDATA sections and processing instructions, in which an ampersand is a character. */
const LITERAL = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/** What an author is told of markup that is not well-formed. */
export interface XmlExplanation {
  /** Where the mistake is, if not where the parser stopped. */
  readonly offset?: number;
  readonly what: string;
  readonly remedy: string;
}

/** Says what an error of the parser means, `text` being all that it had read. */
export function explainXmlError(error: Error, text: string): XmlExplanation {
  const offset = findBareAmpersand(text);
  if (offset !== undefined) {
    const what = 'not well-formed XML: "&" begins no entity here';
    return { offset, what, remedy: "write &amp; for the character" };
  }
  const what = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
  const remedy = "correct the markup, for instance with xmllint";
  return { what: `not well-formed XML: ${what}`, remedy };
}

/**
 * The parser takes what stands between an ampersand and the next semicolon for a name,
 * however far that is, and would show the mistake there.
 */
function findBareAmpersand(text: string): number | undefined {
  const at = text
    .replace(LITERAL, (literal) => " ".repeat(literal.length))
    .search(/&(?![^\s<>&;]+;)/);
  return at < 0 ? undefined : at;
}
