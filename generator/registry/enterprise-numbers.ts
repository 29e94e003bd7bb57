import type { Pen } from "../model/identifiers.js";
import type { Mistake, Place } from "../model/mistake.js";
import type { Cell } from "./source-file.js";

/** Who has which private enterprise number, by IANA's text file or an excerpt of it. */
export interface EnterpriseNumbers {
  /** What messages call the file. */
  readonly name: string;
  /** Date of IANA's file as it states it. */
  readonly updated?: string;
  /** Only numbers that were asked for and that an organisation has. */
  readonly organisations: ReadonlyMap<number, Cell>;
  /** How many numbers the file has, whoever has them. */
  readonly entries: number;
  /** The highest of them; -1 where there is none. */
  readonly last: number;
}

/** What a file of the inputs says of an enterprise: at least that there is one. */
export interface EnterpriseClaim {
  readonly pen: Pen;
  readonly organisation?: string;
  readonly place: Place;
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
    if (isSameOrganisation(owner, organisation)) return [];
    const claimed = JSON.stringify(organisation);
    return {
      place,
      what: `enterprise ${pen} is ${JSON.stringify(owner)} ${inFile(numbers)}, not ${claimed}`,
      remedy: "correct the one that is wrong, or import a newer file of IANA",
    };
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

function inFile({ name, updated }: EnterpriseNumbers): string {
  return updated === undefined ? `in ${name}` : `in ${name} (last updated ${updated})`;
}

/** Case, punctuation and what an organisation was called before make no other one. */
function isSameOrganisation(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

function fold(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  const letters = plain.replace(/\(formerly\b.*\)/, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, "");
  return letters === "" ? plain : letters;
}
