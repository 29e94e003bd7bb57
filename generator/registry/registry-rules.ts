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

type RowRule = (row: SourceRow, limits: CodeLimits) => readonly Mistake[];

/** A record names a code, and says what it means. */
const rowIsWhole: RowRule = ({ value, description, place }) => [
  ...(value
    ? []
    : [{ place, what: "the record has no value", remedy: "add <value> with the reason code" }]),
  ...(description
    ? []
    : [
        {
          place,
          what: "the record has no description",
          remedy: "add <description> with the cause",
        },
      ]),
];

/** A row is about one decimal number, or a range of two, from the 1-65535 range (draft section 9.1). */
const valueIsInRange: RowRule = (row, { lastCode }) => {
  const { value } = row;
  if (!value) return [];
  const { place, text } = value;
  const codes = codesOf(row);
  if (!codes) {
    const what = `the value ${JSON.stringify(text)} is not a decimal number`;
    const remedy = `use one number from 1 to ${LAST_CODE}, or a range such as 18-${LAST_CODE}`;
    return [{ place, what, remedy }];
  }
  if (codes.last <= lastCode) return [];
  return [{ place, what: `the value ${text} is out of range`, remedy: `use 1 to ${lastCode}` }];
};

/** Code 0 must not be used, so no cause can have it (draft section 4.1). */
const codeZeroIsReserved: RowRule = (row, { hasReservedZero }) => {
  const { description, value, place, category } = row;
  if (!hasReservedZero || !description || codesOf(row)?.first !== RESERVED_CODE) return [];
  if (category.kind === "reserved" || category.kind === "unassigned") return [];
  const cause = JSON.stringify(description.text);
  const what = `code 0 is used for the cause ${cause}, but it is reserved`;
  const remedy = `use 1 to ${LAST_CODE}, or describe 0 as "Reserved"`;
  return [{ place: value?.place ?? place, what, remedy }];
};

/** What may send a cause is told in three words, which filters look for. */
const originIsKnown: RowRule = ({ origin }) => {
  if (!origin || findOrigin(origin.text)) return [];
  const what = `the origin ${JSON.stringify(origin.text)} is not known`;
  return [{ place: origin.place, what, remedy: `use one of ${ORIGINS.join(", ")}` }];
};

const MEANING = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/;

/** Advice and checks go by the meaning, so a misspelt one must not pass for another. */
const meaningIsName: RowRule = ({ meaning }) => {
  if (!meaning || MEANING.test(meaning.text)) return [];
  const what = `the meaning ${JSON.stringify(meaning.text)} is not a name`;
  const remedy = "use lower-case letters, digits and hyphens, such as connection-timeout";
  return [{ place: meaning.place, what, remedy }];
};

const ROW_RULES: readonly RowRule[] = [
  rowIsWhole,
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
    const line = early.value?.place.line ?? 0;
    const what = `code ${coded.first} is listed twice, first in line ${line}`;
    return { place: late.value?.place ?? late.place, what, remedy: "keep one record" };
  });
}

/** Messages, tables and records name a registry by its title and its id. */
function registryIsNamed({ id, title, place }: SourceRegistry): readonly Mistake[] {
  const isUsable = id && /^[a-z][a-z0-9-]{0,63}$/.test(id.text);
  const what = id
    ? `the registry's id ${JSON.stringify(id.text)} is not usable`
    : "the registry has no id";
  const remedy = "give it an id of lower-case letters, digits and hyphens";
  return [
    ...(isUsable ? [] : [{ place, what, remedy }]),
    ...(title ? [] : [{ place, what: "the registry has no title", remedy: "add <title>" }]),
  ];
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

/** All that is wrong with one registry. */
export function checkRegistry(
  registry: SourceRegistry,
  limits: CodeLimits = DIAGNOSTIC_LIMITS,
): readonly Mistake[] {
  const rows = registry.rows.flatMap((row) => [
    ...ROW_RULES.flatMap((rule) => rule(row, limits)),
    ...checkText(row.description),
    ...checkText(row.reference),
  ]);
  return [
    ...registryIsNamed(registry),
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
  const what = `the file name ${JSON.stringify(fileName)} is not a private enterprise number`;
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
  const what = `the contact page ${JSON.stringify(page.text)} is not the address of a page`;
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
