/** C0 and C1 controls, bidirectional controls, line separators and noncharacters. */
const UNPRINTABLE =
  /[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF\uFFF9-\uFFFB\p{Noncharacter_Code_Point}\p{Cs}]/gu;

/** The first character that would reorder, hide or break the text around it, as `U+202E`. */
export function findUnprintable(text: string): string | undefined {
  const found = text.match(UNPRINTABLE)?.[0];
  return found === undefined ? undefined : nameCharacter(found);
}

/** The text with every such character replaced by its name: `a<U+000A>b`. */
export function showUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `<${nameCharacter(character)}>`);
}

function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
