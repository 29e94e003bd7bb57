/** How a draft names itself until it has a number; some put it in brackets. */
const THIS_DOCUMENT = /\[This ?Document\]|\bThisDocument\b/g;

/** Whether a text speaks of the document that it is in. */
export function namesThisDocument(text: string): boolean {
  return text.search(THIS_DOCUMENT) >= 0;
}

/** The text with the document's own name where it speaks of itself. */
export function nameThisDocument(text: string, name: string): string {
  return text.replace(THIS_DOCUMENT, () => name);
}
