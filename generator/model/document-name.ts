/** A draft with its version, or an RFC. */
const DOCUMENT_NAME = /^(?:draft-[a-z0-9-]{1,80}-\d\d|RFC\d{1,5})$/;

/** Whether a name says which document and which version of it is meant. */
export function isDocumentName(name: string): boolean {
  return DOCUMENT_NAME.test(name);
}
