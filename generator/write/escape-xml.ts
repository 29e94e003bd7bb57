/** What XML 1.0 section 2.2 allows in no document, not even by its number. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text as the content of an element; quotes stay, as in IANA's files. */
export function escapeXmlText(text: string): string {
  if (FORBIDDEN.test(text)) throw new Error(`no XML can have the text ${JSON.stringify(text)}`);
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}

/** An attribute with its value in double quotes. */
export function formatAttribute(name: string, value: string): string {
  return ` ${name}="${escapeXmlText(value).replaceAll('"', "&quot;")}"`;
}
