/** Numbers that no organisation has. */
const NOBODY = /^(?:-*none-*|unassigned|reserved)?$/i;
/** Some characters came in as they were typed into a form. */
const REFERENCE = /&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi;

/** The name of an organisation in one line, or nothing where the line names none. */
export function cleanOrganisation(line: string): string | undefined {
  const name = line
    .replace(REFERENCE, (reference, hexadecimal, decimal) => {
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : reference;
    })
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}]+/gu, " ")
    .replace(/[\p{Cf}\p{Noncharacter_Code_Point}]/gu, "")
    .trim();
  return NOBODY.test(name) ? undefined : name;
}
