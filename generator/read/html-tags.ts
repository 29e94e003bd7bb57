/** The elements by which a rendered draft or Markdown marks a part of a text. */
const TAG = /<(\/?)(code|tt|em|strong|b|i|span|sup|sub|br|bcp14)(?:[ /][^<>]*)?>/gi;

const ENTITY = /&(amp|lt|gt|quot|apos|nbsp);/g;

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** The text without its tags, and the usual entities as characters. What is no tag stays. */
export function dropTags(text: string): string {
  return text
    .replace(TAG, (_tag, _slash, name: string) => (name.toLowerCase() === "br" ? " " : ""))
    .replace(ENTITY, (entity, name: string) => CHARACTERS[name] ?? entity);
}
