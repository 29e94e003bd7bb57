import type { CodeRange } from "../model/code-range.js";
import { LAST_CODE, RESERVED_CODE } from "../model/identifiers.js";
import type { Mistake } from "../model/mistake.js";
import { categoryOf, findOrigin, ORIGINS, type RowCategory } from "../model/registry.js";
import { checkText } from "../model/text.js";
import type { DefinitionData } from "./definition.js";
import type { SourceRegistry, SourceRow } from "./source-file.js";

/** The word alone, or with what follows it in IANA's registries: not a cause that begins so. */
const RESERVED = /^reserved($|[^\w\s]| [([]| (?:for|by|to|in)\b)/i;

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
export const rowHasValue: RowRule = ({ value, place }) =>
  value
    ? undefined
    : { place, what: "the record has no value", remedy: "add <value> with the reason code" };

/** A record without a description explains nothing. */
export const rowHasDescription: RowRule = ({ description, place }) =>
  description
    ? undefined
    : { place, what: "the record has no description", remedy: "add <description> with the cause" };

/** A row is about one decimal number, or about a range of them. */
export const valueIsNumber: RowRule = (row) => {
  if (!row.value || codesOf(row)) return undefined;
  return {
    place: row.value.place,
    what: `the value ${JSON.stringify(row.value.text)} is not a decimal number`,
    remedy: `use one number from 1 to ${LAST_CODE}, or a range such as 18-${LAST_CODE}`,
  };
};

/** Values are taken from the 1-65535 range; 0 is reserved (draft sections 4.1 and 9.1). */
export const valueIsInRange: RowRule = (row, { lastCode }) => {
  const codes = codesOf(row);
  if (!row.value || !codes || codes.last <= lastCode) return undefined;
  return {
    place: row.value.place,
    what: `the value ${row.value.text} is out of range`,
    remedy: `use 1 to ${lastCode}`,
  };
};

/** Code 0 must not be used, so no cause can have it (draft section 4.1). */
export const codeZeroIsReserved: RowRule = (row, { hasReservedZero }) => {
  if (!hasReservedZero || codesOf(row)?.first !== RESERVED_CODE) return undefined;
  if (!row.description || !isUsable(row)) return undefined;
  return {
    place: row.value?.place ?? row.place,
    what: `code 0 is used for the cause ${JSON.stringify(row.description.text)}, but it is reserved`,
    remedy: `use 1 to ${LAST_CODE}, or describe 0 as "Reserved"`,
  };
};

/** What may send a cause is told in three words, which filters look for. */
export const originIsKnown: RowRule = ({ origin }) => {
  if (!origin || findOrigin(origin.text)) return undefined;
  return {
    place: origin.place,
    what: `the origin ${JSON.stringify(origin.text)} is not known`,
    remedy: `use one of ${ORIGINS.join(", ")}`,
  };
};

export const ROW_RULES: readonly RowRule[] = [
  rowHasValue,
  rowHasDescription,
  valueIsNumber,
  valueIsInRange,
  codeZeroIsReserved,
  originIsKnown,
];

/** Each code has one meaning. */
export function valuesAreUnique({ rows }: SourceRegistry): readonly Mistake[] {
  const ordered = rows
    .map((row) => ({ row, codes: codesOf(row) }))
    .filter((one): one is CodedRow => one.codes !== undefined)
    .sort((a, b) => a.codes.first - b.codes.first);
  let before: CodedRow | undefined;
  return ordered.flatMap((coded) => {
    const other = before;
    if (!other || coded.codes.last > other.codes.last) before = coded;
    if (!other || coded.codes.first > other.codes.last) return [];
    const [early, late] = inOrderOfFile(other.row, coded.row);
    return {
      place: late.value?.place ?? late.place,
      what: `code ${coded.codes.first} is there twice, first in line ${early.value?.place.line ?? 0}`,
      remedy: "keep one record",
    };
  });
}

interface CodedRow {
  readonly row: SourceRow;
  readonly codes: CodeRange;
}

function inOrderOfFile(a: SourceRow, b: SourceRow): readonly [SourceRow, SourceRow] {
  const isLater = a.place.line > b.place.line;
  return isLater ? [b, a] : [a, b];
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
export function checkRegistry(
  registry: SourceRegistry,
  limits: CodeLimits = DIAGNOSTIC_LIMITS,
): readonly Mistake[] {
  const rows = registry.rows.flatMap((row) => [
    ...ROW_RULES.map((rule) => rule(row, limits)).filter((mistake) => mistake !== undefined),
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

/** What the registry says of the row's codes; a cause may begin with the word "Reserved". */
export function categoryOfRow(row: SourceRow): RowCategory["kind"] {
  const { kind } = categoryOf(row.description?.text ?? "");
  return kind === "reserved" && !isReserved(row) ? "assigned" : kind;
}

function isUsable(row: SourceRow): boolean {
  return !isReserved(row) && categoryOfRow(row) !== "unassigned";
}

/** IANA writes reserved codes as records whose description begins with that word. */
export function isReserved({ description }: SourceRow): boolean {
  return RESERVED.test(description?.text ?? "");
}
