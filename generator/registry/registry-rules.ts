import { LAST_CODE, LAST_VENDOR_PEN, type Pen, pen, RESERVED_CODE } from "../model/identifiers.js";
import type { Mistake, Place } from "../model/mistake.js";
import { type CodeRange, findOrigin, ORIGINS } from "../model/registry.js";
import type { DefinitionData } from "./definition.js";
import { type Cell, checkText, type SourceRegistry, type SourceRow } from "./source-registry.js";

/** What the field of a reason code leaves to a registry. */
export interface CodeLimits {
  /** The last code that the field can carry. */
  readonly lastCode: number;
  /** Whether code 0 must not be used. */
  readonly hasReservedZero: boolean;
}

/** The registries of the diagnostic payload (draft sections 4.1 and 9.1). */
const DIAGNOSTIC_LIMITS: CodeLimits = { lastCode: LAST_CODE, hasReservedZero: true };

/** What the formats that name a registry leave to it. */
export function codeLimits({ formats }: DefinitionData, registryId: string): CodeLimits {
  const users = formats.filter(
    ({ registry }) => registry && "always" in registry && registry.always === registryId,
  );
  // Whoever has a PEN is bound by the specification of the diagnostic payload.
  const isDiagnostic = formats.some(
    ({ registry }) => registry && "zero" in registry && registry.zero === registryId,
  );
  if (isDiagnostic || users.length === 0) return DIAGNOSTIC_LIMITS;
  const widths = users.flatMap(({ fields }) =>
    fields.flatMap((field) => (field.kind === "reason-code" ? field.bits : [])),
  );
  return { lastCode: 2 ** Math.min(16, ...widths) - 1, hasReservedZero: false };
}

type RowRule = (row: SourceRow, limits: CodeLimits) => Mistake | undefined;

/** A record without a value names no code. */
const rowHasValue: RowRule = ({ value, place }) =>
  value
    ? undefined
    : { place, what: "the record has no value", remedy: "add <value> with the reason code" };

/** A record without a description explains nothing. */
const rowHasDescription: RowRule = ({ description, place }) =>
  description
    ? undefined
    : { place, what: "the record has no description", remedy: "add <description> with the cause" };

/** A row is about one decimal number, or about a range of them. */
const valueIsNumber: RowRule = (row) => {
  if (!row.value || codesOf(row)) return undefined;
  return {
    place: row.value.place,
    what: `the value ${JSON.stringify(row.value.text)} is not a decimal number`,
    remedy: `use one number from 1 to ${LAST_CODE}, or a range such as 18-${LAST_CODE}`,
  };
};

/** Values are taken from the 1-65535 range; 0 is reserved (draft sections 4.1 and 9.1). */
const valueIsInRange: RowRule = (row, { lastCode }) => {
  const codes = codesOf(row);
  if (!row.value || !codes || codes.last <= lastCode) return undefined;
  const what = `the value ${row.value.text} is out of range`;
  return { place: row.value.place, what, remedy: `use 1 to ${lastCode}` };
};

/** Code 0 must not be used, so no cause can have it (draft section 4.1). */
const codeZeroIsReserved: RowRule = (row, { hasReservedZero }) => {
  if (!hasReservedZero || codesOf(row)?.first !== RESERVED_CODE) return undefined;
  const { kind } = row.category;
  if (!row.description || kind === "reserved" || kind === "unassigned") return undefined;
  return {
    place: row.value?.place ?? row.place,
    what: `code 0 is used for the cause ${JSON.stringify(row.description.text)}, but it is reserved`,
    remedy: `use 1 to ${LAST_CODE}, or describe 0 as "Reserved"`,
  };
};

/** What may send a cause is told in three words, which filters look for. */
const originIsKnown: RowRule = ({ origin }) => {
  if (!origin || findOrigin(origin.text)) return undefined;
  const what = `the origin ${JSON.stringify(origin.text)} is not known`;
  return { place: origin.place, what, remedy: `use one of ${ORIGINS.join(", ")}` };
};

/** Advice and checks go by the meaning, so a misspelt one must not pass for another. */
const meaningIsName: RowRule = ({ meaning }) => {
  if (!meaning || /^(?=.{1,64}$)[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/.test(meaning.text)) {
    return undefined;
  }
  return {
    place: meaning.place,
    what: `the meaning ${JSON.stringify(meaning.text)} is no name`,
    remedy: "use lower-case letters, digits and hyphens, such as connection-timeout",
  };
};

const ROW_RULES: readonly RowRule[] = [
  rowHasValue,
  rowHasDescription,
  valueIsNumber,
  valueIsInRange,
  codeZeroIsReserved,
  originIsKnown,
  meaningIsName,
];

/** Each code has one meaning. */
function valuesAreUnique({ rows }: SourceRegistry): readonly Mistake[] {
  const ordered = rows
    .flatMap((row) => {
      const codes = codesOf(row);
      return codes ? [{ row, ...codes }] : [];
    })
    .sort((a, b) => a.first - b.first);
  let before = ordered[0];
  return ordered.slice(1).flatMap((coded) => {
    const other = before;
    if (!other || coded.last > other.last) before = coded;
    if (!other || coded.first > other.last) return [];
    const isLater = other.row.place.line > coded.row.place.line;
    const [early, late] = isLater ? [coded.row, other.row] : [other.row, coded.row];
    return {
      place: late.value?.place ?? late.place,
      what: `code ${coded.first} is there twice, first in line ${early.value?.place.line ?? 0}`,
      remedy: "keep one record",
    };
  });
}

/** A registry without a title cannot be named in messages and tables. */
function registryHasTitle({ title, place }: SourceRegistry): readonly Mistake[] {
  return title ? [] : [{ place, what: "the registry has no title", remedy: "add <title>" }];
}

/** Records name a registry by its id, so it has one, in lower case, digits and hyphens. */
function registryHasId({ id, place }: SourceRegistry): readonly Mistake[] {
  if (id && /^[a-z][a-z0-9-]{0,63}$/.test(id.text)) return [];
  const what = id
    ? `the registry's id ${JSON.stringify(id.text)} is not usable`
    : "the registry has no id";
  return [{ place, what, remedy: "give it an id of lower-case letters, digits and hyphens" }];
}

/** What has been there before, by a key that only one may have. */
function findTwice<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number | undefined,
): readonly (readonly [item: T, first: T])[] {
  const first = new Map<string | number, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const other = first.get(key);
    if (other !== undefined) return [[item, other] as const];
    first.set(key, item);
    return [];
  });
}

/** A record names its registry by the id alone, so two registries cannot share one. */
export function registryIdsAreUnique(registries: readonly SourceRegistry[]): readonly Mistake[] {
  return findTwice(registries, ({ id }) => id?.text).map(([{ place, id }, other]) => ({
    place,
    what: `the id "${id?.text}" is that of the registry in ${other.place.path}`,
    remedy: "give each registry its own id",
  }));
}

/** All that is wrong with one registry. */
export function checkRegistry(
  registry: SourceRegistry,
  limits: CodeLimits = DIAGNOSTIC_LIMITS,
): readonly Mistake[] {
  const rows = registry.rows.flatMap((row) => [
    ...ROW_RULES.flatMap((rule) => rule(row, limits) ?? []),
    ...checkText(row.description),
    ...checkText(row.reference),
  ]);
  return [
    ...registryHasId(registry),
    ...registryHasTitle(registry),
    ...checkText(registry.title),
    ...registry.notes.flatMap(checkText),
    ...rows,
    ...valuesAreUnique(registry),
  ];
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
export function vendorFileNameIsPen(fileName: string, place: Place): readonly Mistake[] {
  if (penOfFileName(fileName) !== undefined) return [];
  const what = `the file name ${JSON.stringify(fileName)} is no private enterprise number`;
  const remedy = `name the file by a number from 1 to ${LAST_VENDOR_PEN}, such as 32473.xml`;
  return [{ place, what, remedy }];
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

/** A contact page can be opened by everybody who reads the documents, and is not anybody's mail. */
function contactPageIsAddress(page: Cell | undefined): readonly Mistake[] {
  if (!page || PAGE.test(page.text)) return [];
  const what = `the contact page ${JSON.stringify(page.text)} is no address of a page`;
  const remedy = "write one that begins with https://, without blanks and without a mail address";
  return [{ place: page.place, what, remedy }];
}

/** All that is wrong with what a vendor says of itself. */
export function checkVendor({ organisation, contactPage }: SourceRegistry): readonly Mistake[] {
  return [
    ...checkText(organisation),
    ...checkText(contactPage),
    ...contactPageIsAddress(contactPage),
  ];
}
