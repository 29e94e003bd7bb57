import type { WidthBits } from "./format.js";
import type { Place } from "./mistake.js";

/** The definition file as its own JSON Schema describes it. */
export interface DefinitionData {
  readonly title: string;
  readonly specification: string;
  readonly registries: Readonly<Record<string, RegistryData>>;
  /** Absent where no vendor is known. */
  readonly vendors?: string;
  readonly formats: readonly FormatData[];
}

export interface RegistryData {
  readonly default: string;
  readonly revisions: Readonly<Record<string, string>>;
}

export interface FormatData {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly length: {
    readonly octets: number;
    readonly otherwise: string;
    readonly section: string;
  };
  readonly fields: readonly FieldData[];
  readonly registry: { readonly "picked-by": string; readonly zero: string };
  readonly malformed: readonly MalformedData[];
  readonly examples?: readonly ExampleData[];
}

/** A payload of the specification, as it is drawn there. */
export interface ExampleData {
  readonly title: string;
  readonly section: string;
  readonly octets: string;
  readonly fields: Readonly<Record<string, number>>;
}

interface FieldBase {
  readonly name: string;
  readonly bits: WidthBits;
  readonly meaning: string;
  readonly section: string;
}

export type FieldData = FieldBase &
  (
    | { readonly kind: "magic"; readonly value: number }
    | { readonly kind: "reason-code" | "pen" | "number" }
  );

interface MalformedBase {
  readonly problem: string;
  readonly field: string;
  readonly section: string;
}

export type MalformedData = MalformedBase &
  ({ readonly is: number } | { readonly "is-not": number });

/** Keys and indices from the top of the definition to one of its values. */
export type DefinitionPath = readonly (string | number)[];

/** A definition whose shape is right, and which still knows where each value stands. */
export interface Definition {
  readonly data: DefinitionData;
  /** Place of the value, or of what is nearest above it in the file. */
  locate(path: DefinitionPath): Place;
}
