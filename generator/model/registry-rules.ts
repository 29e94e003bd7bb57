import type { Mistake } from "./mistake.js";
import { LAST_CODE, RESERVED_CODE } from "./reason-code.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";
import { checkText } from "./text-rules.js";

/** The word alone, or with what follows it in IANA's registries: not a cause that begins so. */
const RESERVED = /^reserved($|[^\w\s]| [([]| (?:for|by|to|in)\b)/i;

type RowRule = (row: SourceRow) => Mistake | undefined;

/** A record without a value names no code. */
export const rowHasValue: RowRule = ({ value, place }) =>
  value
    ? undefined
    : { place, what: "the record has no value", remedy: "add <value> with the reason code" };

/** A record without a description explains nothing. */
export const rowHasDescription: RowRule = ({ description, place }) =>
  description
    ? undefined
    : { place, what: "the record has no description", remedy: "add <description> with the cause" };

/** Codes are single decimal numbers. */
export const valueIsNumber: RowRule = ({ value }) => {
  if (!value || /^\d+$/.test(value.text)) return undefined;
  return {
    place: value.place,
    what: `the value ${JSON.stringify(value.text)} is not a decimal number`,
    remedy: `use one number from 1 to ${LAST_CODE}`,
  };
};

/** Values are taken from the 1-65535 range; 0 is reserved (draft sections 4.1 and 9.1). */
export const valueIsInRange: RowRule = (row) => {
  const code = codeOf(row);
  if (!row.value || code === undefined || code <= LAST_CODE) return undefined;
  return {
    place: row.value.place,
    what: `the value ${row.value.text} is out of range`,
    remedy: `use 1 to ${LAST_CODE}`,
  };
};

/** Code 0 must not be used, so no cause can have it (draft section 4.1). */
export const codeZeroIsReserved: RowRule = (row) => {
  if (codeOf(row) !== RESERVED_CODE || !row.description || isReserved(row)) return undefined;
  return {
    place: row.value?.place ?? row.place,
    what: `code 0 is used for the cause ${JSON.stringify(row.description.text)}, but it is reserved`,
    remedy: `use 1 to ${LAST_CODE}, or describe 0 as "Reserved"`,
  };
};

export const ROW_RULES: readonly RowRule[] = [
  rowHasValue,
  rowHasDescription,
  valueIsNumber,
  valueIsInRange,
  codeZeroIsReserved,
];

/** Each code has one meaning. */
export function valuesAreUnique({ rows }: SourceRegistry): readonly Mistake[] {
  const first = new Map<number, SourceRow>();
  return rows.flatMap((row) => {
    const code = codeOf(row);
    if (code === undefined || !row.value) return [];
    const other = first.get(code);
    if (!other) {
      first.set(code, row);
      return [];
    }
    return {
      place: row.value.place,
      what: `code ${code} is there twice, first in line ${other.value?.place.line ?? 0}`,
      remedy: "keep one record",
    };
  });
}

/** A registry without a title cannot be named in messages and tables. */
export function registryHasTitle({ title, place }: SourceRegistry): readonly Mistake[] {
  return title ? [] : [{ place, what: "the registry has no title", remedy: "add <title>" }];
}

/** Records name a registry by its id, so it has one, in lower case, digits and hyphens. */
export function registryHasId({ id, place }: SourceRegistry): readonly Mistake[] {
  if (id && /^[a-z][a-z0-9-]{0,63}$/.test(id.text)) return [];
  const what = id
    ? `the registry's id ${JSON.stringify(id.text)} is not usable`
    : "the registry has no id";
  return [{ place, what, remedy: "give it an id of lower-case letters, digits and hyphens" }];
}

/** A record names its registry by the id alone, so two registries cannot share one. */
export function registryIdsAreUnique(registries: readonly SourceRegistry[]): readonly Mistake[] {
  const first = new Map<string, SourceRegistry>();
  return registries.flatMap((registry) => {
    if (!registry.id) return [];
    const other = first.get(registry.id.text);
    first.set(registry.id.text, other ?? registry);
    if (!other) return [];
    return {
      place: registry.place,
      what: `the id "${registry.id.text}" is that of the registry in ${other.place.path}`,
      remedy: "give each registry its own id",
    };
  });
}

/** All that is wrong with one registry. */
export function checkRegistry(registry: SourceRegistry): readonly Mistake[] {
  const rows = registry.rows.flatMap((row) => [
    ...ROW_RULES.map((rule) => rule(row)).filter((mistake) => mistake !== undefined),
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

/** The row's code, where its value is a decimal number at all. */
export function codeOf({ value }: SourceRow): number | undefined {
  return value && /^\d+$/.test(value.text) ? Number(value.text) : undefined;
}

/** IANA writes reserved codes as records whose description begins with that word. */
export function isReserved({ description }: SourceRow): boolean {
  return RESERVED.test(description?.text ?? "");
}
