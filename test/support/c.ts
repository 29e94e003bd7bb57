/** What a C source is made of, by the first translation phases of C99 (section 5.1.1.2). */
export interface CSource {
  /** All but comments and the text of literals, with single blanks. */
  readonly code: string;
  /** The octets of each string literal. */
  readonly strings: readonly Buffer[];
}

const TRIGRAPHS: Readonly<Record<string, string>> = {
  "=": "#",
  "(": "[",
  "/": "\\",
  ")": "]",
  "'": "^",
  "<": "{",
  "!": "|",
  ">": "}",
  "-": "~",
};
const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)+'|[\s\S]/g;

/** Reads C with trigraphs, as `gcc -std=c99` does; only for tests. */
export function readC(source: string): CSource {
  const spliced = source
    .replace(/\?\?([=(/)'<!>-])/g, (_all, last: string) => TRIGRAPHS[last] ?? "")
    .replace(/\\[ \t]*\n/g, "");
  const strings: Buffer[] = [];
  const code = spliced.replace(TOKEN, (token: string, text: string | undefined) => {
    if (text !== undefined) strings.push(decode(text));
    if (token.startsWith("/*") || token.startsWith("//")) return " ";
    return text === undefined ? token : '""';
  });
  return { code: code.replace(/\s+/g, " ").trim(), strings };
}

/** Escape sequences of C99 section 6.4.4.4; octal ones take up to three digits, `\x` all. */
function decode(text: string): Buffer {
  const octets: number[] = [];
  const part = /\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|(.))|([^\\])/gs;
  for (const [all, hex, octal, escaped, plain] of text.matchAll(part)) {
    if (hex !== undefined) octets.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) octets.push(Number.parseInt(octal, 8));
    else if (plain !== undefined) octets.push(...Buffer.from(plain, "utf8"));
    else if (escaped !== undefined && /["'?\\]/.test(escaped)) octets.push(escaped.charCodeAt(0));
    else octets.push(simple(all, escaped ?? ""));
  }
  return Buffer.from(octets);
}

function simple(sequence: string, letter: string): number {
  const octet = SIMPLE[letter];
  if (octet === undefined) throw new Error(`no escape sequence of C: ${sequence}`);
  return octet;
}
