import type { Pen } from "../model/identifiers.js";
import type { Mistake, Place } from "../model/mistake.js";
import type { SourceVendor } from "./registry-rules.js";
import {
  type NamedPath,
  oneMistake,
  type ReadResult,
  readSourceFile,
  type SourceFile,
  startOfFile,
} from "./source-file.js";
import type { Cell } from "./source-registry.js";

/** Who has which private enterprise number, by IANA's text file or an excerpt of it. */
export interface EnterpriseNumbers {
  /** What messages call the file. */
  readonly name: string;
  /** Date of IANA's file as it states it. */
  readonly updated?: string | undefined;
  /** Only numbers that an organisation has. */
  readonly organisations: ReadonlyMap<number, Cell>;
  /** How many numbers the file has, whoever has them. */
  readonly entries: number;
  /** The highest of them; -1 where there is none. */
  readonly last: number;
}

/** Numbers that no organisation has. */
const NOBODY = /^(?:-*none-*|unassigned|reserved)?$/i;
/** Some characters came in as they were typed into a form. */
const REFERENCE = /&#(x[\da-f]{1,6}|\d{1,7});/gi;

/** The name of an organisation in one line, or nothing where the line names none. */
export function cleanOrganisation(line: string): string | undefined {
  const name = line
    .replace(REFERENCE, (reference, number) => {
      const code = Number(`0${number}`);
      const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : reference;
    })
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}]+/gu, " ")
    .replace(/[\p{Cf}\p{Noncharacter_Code_Point}]/gu, "")
    .trim();
  return NOBODY.test(name) ? undefined : name;
}

const TITLE = /^\uFEFF?PRIVATE ENTERPRISE NUMBERS\s*$/;
const UPDATED = /^\(last updated (\d{4}-\d{2}-\d{2})\)/;
const END = /^End of Document\s*$/;
/** A number begins its line; an organisation that is only digits is indented. */
const NUMBER = /^(\d{1,10})\s*$/;

/** Whether a text that begins so is a file of Private Enterprise Numbers, whatever it is called. */
export function beginsEnterpriseNumbers(start: string): boolean {
  return TITLE.test(start.slice(0, 100).split("\n", 1)[0] ?? "");
}

/**
 * Reads IANA's text file of Private Enterprise Numbers, or an excerpt in the same form. Only the
 * organisations are taken: who to write to there is never kept.
 */
export function readEnterpriseNumbers(file: SourceFile): ReadResult<EnterpriseNumbers> {
  const { path, text } = file;
  if (!beginsEnterpriseNumbers(text)) {
    const what = 'the first line is not "PRIVATE ENTERPRISE NUMBERS"';
    return oneMistake(file.placeAt(0), what, "give IANA's enterprise-numbers.txt");
  }
  const whole = text.split("\n");
  const end = whole.findIndex((line) => END.test(line));
  if (end < 0) {
    const what = 'the file is cut off: it does not end with "End of Document"';
    const place = { path, line: whole.length, column: 1 };
    return oneMistake(place, what, "download enterprise-numbers.txt from IANA again");
  }
  const lines = whole.slice(0, end);
  const numbers = new Set<number>();
  const organisations = new Map<number, Cell>();
  for (const [at, line] of lines.entries()) {
    const digits = NUMBER.exec(line)?.[1];
    if (digits === undefined) continue;
    const number = Number(digits);
    numbers.add(number);
    // The line behind the number is the organisation's, even where it is blank.
    const next = lines[at + 1] ?? "";
    const name = NUMBER.test(next) ? undefined : cleanOrganisation(next);
    if (name === undefined || organisations.has(number)) continue;
    organisations.set(number, { text: name, place: { path, line: at + 2, column: 1 } });
  }
  const value = {
    name: path,
    updated: lines.map((line) => UPDATED.exec(line)?.[1]).find((date) => date !== undefined),
    organisations,
    entries: numbers.size,
    last: [...numbers].reduce((last, number) => Math.max(last, number), -1),
  };
  return { kind: "read", value };
}

/**
 * Writes an excerpt of Private Enterprise Numbers in the form of IANA's own text file, so that
 * whatever reads that file reads the excerpt. It names organisations, and nobody in them.
 */
export function formatEnterpriseNumbers({ updated, organisations }: EnterpriseNumbers): string {
  const entries = [...organisations]
    .sort(([a], [b]) => a - b)
    // IANA's own word where it has nobody to write to.
    .map(([number, { text }]) => `${number}\n  ${text}\n    ---none---\n      ---none---\n`);
  return `PRIVATE ENTERPRISE NUMBERS

${updated === undefined ? "" : `(last updated ${updated})\n\n`}\
An excerpt of https://www.iana.org/assignments/enterprise-numbers.txt, without contacts: only
numbers of which a vendor's file is here. rstdiag registry import writes it anew.

Decimal
| Organization
| | Contact
| | | Email
| | | |
${entries.join("")}

End of Document
`;
}

/** What a file of the inputs says of an enterprise: at least that there is one. */
export interface EnterpriseClaim {
  readonly pen: Pen;
  readonly organisation?: string | undefined;
  readonly place: Place;
}

/** What the vendors' files say, and what the excerpt says of the same vendors. */
export function claimsOf(
  vendors: readonly SourceVendor[],
  excerpt: EnterpriseNumbers["organisations"],
): readonly EnterpriseClaim[] {
  const own = vendors.map(({ pen, source: { organisation, place } }) => {
    return { pen, organisation: organisation?.text, place: organisation?.place ?? place };
  });
  const listed = vendors.flatMap(({ pen }) => {
    const entry = excerpt.get(pen);
    return entry ? { pen, organisation: entry.text, place: entry.place } : [];
  });
  return [...own, ...listed];
}

/** IANA's own file lacks two of a thousand numbers below its last one. */
const WHOLE_SHARE = 0.9;

/** Whether a file has nearly all numbers up to its last one, so that what it lacks is not assigned. */
export function isWhole({ entries, last }: EnterpriseNumbers): boolean {
  return entries > (last + 1) * WHOLE_SHARE;
}

/** A number belongs to the organisation that IANA names; where it names none, this says nothing. */
export function organisationsAreOwners(
  claims: readonly EnterpriseClaim[],
  numbers: EnterpriseNumbers,
): readonly Mistake[] {
  return claims.flatMap(({ pen, organisation, place }) => {
    const owner = numbers.organisations.get(pen)?.text;
    if (owner === undefined || organisation === undefined) return [];
    if (fold(owner) === fold(organisation)) return [];
    const claimed = JSON.stringify(organisation);
    const what = `enterprise ${pen} is ${JSON.stringify(owner)} ${inFile(numbers)}, not ${claimed}`;
    return { place, what, remedy: "correct the one that is wrong, or import a newer file of IANA" };
  });
}

/** Only the whole file of IANA can say that it does not know a number. */
export function enterprisesAreKnown(
  claims: readonly EnterpriseClaim[],
  numbers: EnterpriseNumbers,
): readonly Mistake[] {
  const unknown = claims.filter(({ pen }) => !numbers.organisations.has(pen));
  return unknown.map(({ pen, place }) => ({
    place,
    what: `no organisation has the private enterprise number ${pen} ${inFile(numbers)}`,
    remedy:
      pen > numbers.last
        ? `correct the number, or download a newer file: this one ends at ${numbers.last}`
        : "correct the number, or register it with IANA",
  }));
}

/** What IANA's whole file says against the inputs; all of it may still be right. */
export function checkEnterprises(
  source: NamedPath,
  claims: readonly EnterpriseClaim[],
): ReadResult<readonly Mistake[]> {
  const file = readSourceFile(source.path, source.name);
  const read = file.kind === "read" ? readEnterpriseNumbers(file.value) : file;
  if (read.kind === "mistakes") return read;
  const numbers = read.value;
  if (!isWhole(numbers)) {
    const { entries, last } = numbers;
    return oneMistake(
      startOfFile(source),
      `the file has ${entries} of the numbers up to ${last}: an excerpt cannot say which ones are unassigned`,
      "give the whole file, https://www.iana.org/assignments/enterprise-numbers.txt",
    );
  }
  const rules = [enterprisesAreKnown, organisationsAreOwners];
  return { kind: "read", value: rules.flatMap((rule) => rule(claims, numbers)) };
}

function inFile({ name, updated }: EnterpriseNumbers): string {
  return updated === undefined ? `in ${name}` : `in ${name} (last updated ${updated})`;
}

/** Case, punctuation and what an organisation was called before make no other one. */
function fold(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  const letters = plain.replace(/\(formerly\b.*\)/, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
  return letters === "" ? plain : letters;
}
