import type { Standing, WidthBits } from "../model/format.js";
import type { Place } from "../model/mistake.js";

/** The definition file as its own JSON Schema describes it. */
export interface DefinitionData {
  readonly title: string;
  readonly specification: string;
  readonly registries: Readonly<Record<string, RegistryData>>;
  /** Absent where no vendor is known. */
  readonly vendors?: string;
  /** The file of the vendors' organisations; absent where nobody looked them up. */
  readonly "enterprise-numbers"?: string;
  /** By their id; absent where causes are not told apart by more than their words. */
  readonly groups?: Readonly<Record<string, GroupData>>;
  readonly formats: readonly FormatData[];
}

export interface GroupData {
  readonly title: string;
  readonly colour: string;
}

export interface RegistryData {
  readonly default: string;
  readonly revisions: Readonly<Record<string, string>>;
}

export interface FormatData {
  readonly id: string;
  readonly title: string;
  readonly standing: Standing;
  /** Where another document than the definition's has the format. */
  readonly specification?: string;
  readonly section: string;
  readonly length: LengthData;
  readonly fields: readonly FieldData[];
  readonly registry?: RegistryChoice;
  readonly patterns?: readonly PatternData[];
  readonly malformed?: readonly MalformedData[];
  readonly examples?: readonly ExampleData[];
}

/** One length, or all from the least on; without `otherwise` another length is another format's. */
export type LengthData = ({ readonly octets: number } | { readonly least: number }) & {
  readonly otherwise?: string;
  readonly section: string;
};

/** The registry that a PEN picks, or always the same one. */
export type RegistryChoice =
  | { readonly "picked-by": string; readonly zero: string }
  | { readonly always: string };

export interface PatternData {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly PatternPartData[];
}

export type PatternPartData =
  | { readonly literal: string }
  | { readonly optional: string }
  | "decimal"
  | "hexadecimal"
  | "reason";

/** A payload of the specification, as it is drawn there. */
export interface ExampleData {
  readonly title: string;
  readonly section: string;
  readonly octets: string;
  readonly fields: Readonly<Record<string, number>>;
}

interface FieldBase {
  readonly name: string;
  readonly meaning: string;
  readonly section: string;
}

/** A field that is a number on the wire. */
export type NumericFieldData = FieldBase & { readonly bits: WidthBits } & (
    | { readonly kind: "magic"; readonly value: number }
    | { readonly kind: "reason-code" | "pen" | "number" }
  );

export type FieldData =
  | NumericFieldData
  | (FieldBase & { readonly kind: "zero"; readonly octets: number })
  | (FieldBase & { readonly kind: "text"; readonly otherwise?: string });

interface MalformedBase {
  readonly problem: string;
  readonly field: string;
  readonly section: string;
}

export type MalformedData = MalformedBase &
  ({ readonly is: number } | { readonly "is-not": number });

/** Keys and indices from the top of the definition to one of its values. */
export type DefinitionPath = readonly (string | number)[];

/** Where the inputs are, and how messages and headers call that folder. */
export interface RegistryFolder {
  readonly path: string;
  readonly name: string;
}

/** The definition's name in a registry folder. */
export const DEFINITION_FILE = "rst-diagnostic-payload.yaml";

/** A definition whose shape is right, and which still knows where each value stands. */
export interface Definition {
  readonly data: DefinitionData;
  /** Place of the value, or of what is nearest above it in the file. */
  locate(path: DefinitionPath): Place;
}

/** Whether a field is a number on the wire. */
export function isNumeric(field: FieldData): field is NumericFieldData {
  return field.kind !== "zero" && field.kind !== "text";
}

/** The octets that a field always has, as bits; a text has none. */
export function bitsOf(field: FieldData): number {
  if (isNumeric(field)) return field.bits;
  return field.kind === "zero" ? field.octets * 8 : 0;
}
