import { LAST_CODE, LAST_VENDOR_PEN, type Pen, pen, RESERVED_CODE } from "../model/identifiers.js";
import type { Mistake, Place } from "../model/mistake.js";
import { type CodeRange, findOrigin, ORIGINS } from "../model/registry.js";
import { bitsOf, type DefinitionData } from "./definition.js";
import { checkText, type SourceRegistry, type SourceRow } from "./source-registry.js";

/** The last code that the field of a reason code can carry, and whether 0 must not be used. */
interface CodeLimits {
  readonly lastCode: number;
  readonly hasReservedZero: boolean;
}

/** The registries of the diagnostic payload (draft sections 4.1 and 9.1), and of whoever has a PEN. */
const DIAGNOSTIC_LIMITS: CodeLimits = { lastCode: LAST_CODE, hasReservedZero: true };

/** What the formats that name a registry leave to it. */
export function codeLimits({ formats }: DefinitionData, registryId: string): CodeLimits {
  const isOfPen = formats.some(
    ({ registry }) => registry && "zero" in registry && registry.zero === registryId,
  );
  const widths = formats.flatMap(({ registry, fields }) =>
    registry && "always" in registry && registry.always === registryId
      ? fields.filter(({ kind }) => kind === "reason-code").map(bitsOf)
      : [],
  );
  if (isOfPen || widths.length === 0) return DIAGNOSTIC_LIMITS;
  return { lastCode: 2 ** Math.min(...widths) - 1, hasReservedZero: false };
}

/** All that is wrong with one registry. */
export function checkRegistry(
  registry: SourceRegistry,
  limits: CodeLimits = DIAGNOSTIC_LIMITS,
): readonly Mistake[] {
  const { title, notes, rows } = registry;
  return [
    ...registryIsNamed(registry),
    ...checkText(title),
    ...notes.flatMap(checkText),
    ...rows.flatMap((row) => [
      ...checkCodes(row, limits),
      ...checkWords(row),
      ...checkText(row.description),
      ...checkText(row.reference),
    ]),
    ...valuesAreUnique(registry),
  ];
}

/** Messages, tables and records name a registry by its title and its id. */
function* registryIsNamed({ id, title, place }: SourceRegistry): Iterable<Mistake> {
  if (!id || !/^[a-z][a-z0-9-]{0,63}$/.test(id.text)) {
    const what = id
      ? `the registry's id ${JSON.stringify(id.text)} is not usable`
      : "the registry has no id";
    const remedy = "give it an id of lower-case letters, digits and hyphens";
    yield { place, what, remedy };
  }
  if (!title) yield { place, what: "the registry has no title", remedy: "add <title>" };
}

/**
 * A row is about one decimal number, or a range of two, from the 1-65535 range (draft section 9.1).
 * Code 0 must not be used, so no cause can have it (section 4.1).
 */
function* checkCodes(row: SourceRow, { lastCode, hasReservedZero }: CodeLimits): Iterable<Mistake> {
  const { value, description, category } = row;
  if (!value) {
    const what = "the record has no value";
    yield { place: row.place, what, remedy: "add <value> with the reason code" };
    return;
  }
  if (row.secondValue) {
    const what = `the record has a second value, ${JSON.stringify(row.secondValue.text)}`;
    const remedy = "make it a record of its own";
    yield { place: row.secondValue.place, what, remedy };
  }
  const { place, text } = value;
  const codes = codesOf(row);
  if (!codes) {
    const what = `the value ${JSON.stringify(text)} is not a decimal number`;
    const remedy = `use one number from 1 to ${LAST_CODE}, or a range such as 18-${LAST_CODE}`;
    yield { place, what, remedy };
  } else if (codes.last > lastCode) {
    yield { place, what: `the value ${text} is out of range`, remedy: `use 1 to ${lastCode}` };
  }
  const isUsed = category.kind !== "reserved" && category.kind !== "unassigned";
  if (hasReservedZero && codes?.first === RESERVED_CODE && isUsed && description) {
    const cause = JSON.stringify(description.text);
    const what = `code 0 is used for the cause ${cause}, but it is reserved`;
    yield { place, what, remedy: `use 1 to ${LAST_CODE}, or describe 0 as "Reserved"` };
  }
}

const MEANING = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/;

/** A record has a cause. Filters look for the words of origins, and advice goes by the meaning. */
function* checkWords({ description, origin, meaning, place }: SourceRow): Iterable<Mistake> {
  if (!description) {
    const what = "the record has no description";
    yield { place, what, remedy: "add <description> with the cause" };
  }
  if (origin && !findOrigin(origin.text)) {
    const what = `the origin ${JSON.stringify(origin.text)} is not known`;
    yield { place: origin.place, what, remedy: `use one of ${ORIGINS.join(", ")}` };
  }
  if (meaning && !MEANING.test(meaning.text)) {
    const what = `the meaning ${JSON.stringify(meaning.text)} is not a name`;
    const remedy = "use lower-case letters, digits and hyphens, such as connection-timeout";
    yield { place: meaning.place, what, remedy };
  }
}

/** Each code has one meaning. */
function* valuesAreUnique({ rows }: SourceRegistry): Iterable<Mistake> {
  const coded = rows.flatMap((row) => {
    const codes = codesOf(row);
    return codes ? [{ row, ...codes }] : [];
  });
  let before: (typeof coded)[number] | undefined;
  for (const next of coded.sort((a, b) => a.first - b.first)) {
    if (before && next.first <= before.last) {
      const [early, late] = [before.row, next.row].sort((a, b) => a.place.line - b.place.line);
      const line = early?.value?.place.line ?? 0;
      const what = `code ${next.first} is listed twice, first in line ${line}`;
      yield { place: late?.value?.place ?? next.row.place, what, remedy: "keep one record" };
    }
    if (!before || next.last > before.last) before = next;
  }
}

/** Each item whose key an earlier one has, and that one. */
function findTwice<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number | undefined,
): readonly (readonly [item: T, first: T])[] {
  const first = new Map<string | number | undefined, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const other = key === undefined ? undefined : first.get(key);
    if (other === undefined) first.set(key, item);
    return other === undefined ? [] : [[item, other] as const];
  });
}

/** A record names its registry by the id alone, so two registries cannot share one. */
export function registryIdsAreUnique(registries: readonly SourceRegistry[]): readonly Mistake[] {
  return findTwice(registries, ({ id }) => id?.text).map(([{ place, id }, other]) => ({
    place,
    what: `the id "${id?.text}" is already that of the registry in ${other.place.path}`,
    remedy: "give each registry its own id",
  }));
}

/** The row's codes, where its value is a decimal number or an ascending range of two. */
export function codesOf({ value }: SourceRow): CodeRange | undefined {
  const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(value?.text ?? "") ?? [];
  const codes = { first: Number(low), last: Number(high) };
  return codes.first <= codes.last ? codes : undefined;
}

/** The registry of one enterprise, as its file states it. */
export interface SourceVendor {
  readonly pen: Pen;
  readonly source: SourceRegistry;
}

/** A vendor's file is named by the vendor's private enterprise number. */
export function fileNameIsNoPen(fileName: string, place: Place): Mistake {
  const what = `the file name ${JSON.stringify(fileName)} is not a private enterprise number`;
  const remedy = `name the file by a number from 1 to ${LAST_VENDOR_PEN}, such as 32473.xml`;
  return { place, what, remedy };
}

/** The number that a file name such as `32473.xml` or `32473.csv` states, where it states one. */
export function penOfFileName(fileName: string): Pen | undefined {
  const digits = /^([1-9][0-9]{0,9})\.(?:xml|csv)$/.exec(fileName)?.[1];
  const value = Number(digits ?? 0);
  return value >= 1 && value <= LAST_VENDOR_PEN ? pen(value) : undefined;
}

/** A vendor has one registry: nobody could say which of two is meant. */
export function vendorsHaveOneFile(vendors: readonly SourceVendor[]): readonly Mistake[] {
  return findTwice(vendors, (vendor) => vendor.pen).map(([{ pen: owner, source }, other]) => ({
    place: source.place,
    what: `the enterprise ${owner} has a registry already, in ${other.source.place.path}`,
    remedy: "put all its codes into one file",
  }));
}

/** What an address of a page is made of; no name of a person, which stands before an @. */
const PAGE = /^https?:\/\/[\w.-]+(?::\d+)?(?:[/?#][\w.~:/?#![\]$&'()*+,;=%-]*)?$/;

/** All that is wrong with what a vendor says of itself: everybody can open its contact page. */
export function checkVendor({ organisation, contactPage }: SourceRegistry): readonly Mistake[] {
  const mistakes = [...checkText(organisation), ...checkText(contactPage)];
  if (!contactPage || PAGE.test(contactPage.text)) return mistakes;
  const { place, text } = contactPage;
  const what = `the contact page ${JSON.stringify(text)} is not the address of a page`;
  const remedy = "write one that begins with https://, without blanks and without a mail address";
  return [...mistakes, { place, what, remedy }];
}
