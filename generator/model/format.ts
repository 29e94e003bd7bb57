import { findCause, type Registry } from "./registry.js";

/** The capture holds fewer octets of the payload than its segment had on the wire. */
export const TRUNCATED = "truncated";

/** Widths that every target can read in one go. */
export type WidthBits = 8 | 16 | 24 | 32;

interface FieldBase {
  /** As the specification spells it, in kebab-case: `reason-code`. */
  readonly name: string;
  /** Distance from the first octet of the payload. */
  readonly offsetBytes: number;
  readonly meaning: string;
  /** Section of the specification that defines the field. */
  readonly section: string;
}

/** A field that is a number on the wire. */
interface NumericField<Kind> extends FieldBase {
  readonly kind: Kind;
  readonly widthBits: WidthBits;
}

/** The octets that tell this format from any other payload. */
export interface MagicField extends NumericField<"magic"> {
  readonly value: number;
}

/** The cause of the reset, from the format's registry. */
export type ReasonCodeField = NumericField<"reason-code">;

/** Whose registry the reason code is from; 0 is IANA. */
export type PenField = NumericField<"pen">;

/** A number with no table behind it. */
export type NumberField = NumericField<"number">;

export type Field = MagicField | ReasonCodeField | PenField | NumberField;

/** Octets that are all zero. */
export interface PaddingField extends FieldBase {
  readonly sizeBytes: number;
}

/** Printable text in UTF-8, up to the end of the payload. */
export interface TextField extends FieldBase {
  /** The problem of a payload that has something else there; absent where it is then another format's. */
  readonly problem?: string;
}

/** A field value that makes a payload malformed although its length is right. */
export interface MalformedValue {
  readonly problem: string;
  readonly field: Field;
  readonly value: number;
  /** Malformed where the field has the value, or where it has any other. */
  readonly when: "is" | "is-not";
  readonly section: string;
}

/** The values of SEG.LEN that a format has, both ends included. */
export interface FormatLength {
  readonly least: number;
  readonly most: number;
  /** The problem of a payload of another length; absent where it is then another format's. */
  readonly problem?: string;
  readonly section: string;
}

/** A payload that the specification draws, and the values that it says are in it. */
export interface FormatExample {
  readonly title: string;
  readonly section: string;
  readonly octets: readonly number[];
  /** By the name of the field; the magic number is not among them. */
  readonly values: ReadonlyMap<string, number>;
}

/** A part of a text that somebody's software writes. */
export type PatternPart =
  | { readonly kind: "literal" | "optional"; readonly text: string }
  /** Digits, one or more. */
  | { readonly kind: "decimal" | "hexadecimal" }
  /** The cause: the rest of the text, one character or more. */
  | { readonly kind: "reason" };

/** How somebody's software writes its causes into a text. */
export interface TextPattern {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly PatternPart[];
}

/**
 * What a reading of the format is worth: the specification has it, an older revision had it, or
 * nothing but the shape of the payload supports it.
 */
export const STANDINGS = ["specified", "historic", "guess"] as const;

export type Standing = (typeof STANDINGS)[number];

/**
 * One way to carry a reason on the wire, all numbers in network byte order. A payload is of a
 * format where it begins with the format's magic number. Where there is none, it is where all fits:
 * the length, the padding, a code that the registry knows, the text.
 */
export interface Format {
  readonly id: string;
  readonly title: string;
  readonly standing: Standing;
  readonly specification: string;
  readonly section: string;
  /** The numbers in the order of the wire, from the first octet on and without gaps. */
  readonly fields: readonly Field[];
  readonly length: FormatLength;
  readonly magic?: MagicField;
  readonly reasonCode?: ReasonCodeField;
  readonly pen?: PenField;
  /** The registry of the codes; with a PEN, where that is 0. */
  readonly registry?: Registry;
  readonly padding?: PaddingField;
  readonly text?: TextField;
  readonly patterns: readonly TextPattern[];
  readonly malformedValues: readonly MalformedValue[];
  readonly examples: readonly FormatExample[];
}

/** A format of one length with a magic number and a PEN: the diagnostic payload of the draft. */
export interface DiagnosticFormat extends Format {
  readonly magic: MagicField;
  readonly reasonCode: ReasonCodeField;
  readonly pen: PenField;
  readonly registry: Registry;
  readonly length: FormatLength & {
    /** SEG.LEN: `least` and `most` are the same. */
    readonly octets: number;
    readonly problem: string;
  };
}

/** What a code says in a revision that is not the one it was read with. */
export interface OtherReading {
  readonly revision: string;
  readonly reason: string;
}

/**
 * The revisions in which a code has another cause: the wire has no version, so nobody can say
 * which one its sender had. A revision that does not know the code says nothing of it.
 */
export function findOtherReadings(registry: Registry, code: number): readonly OtherReading[] {
  const own = findCause(registry, code)?.description;
  return registry.others.flatMap((other) => {
    const reason = findCause(other, code)?.description;
    if (other.revision === undefined || reason === undefined || reason === own) return [];
    return { revision: other.revision, reason };
  });
}

/** The value that a field must have in a well-formed payload, or the least that it may have. */
export function validValue(
  format: Format,
  field: NumberField | PenField | ReasonCodeField,
): number {
  const rules = format.malformedValues.filter((rule) => rule.field.name === field.name);
  const demanded = rules.find((rule) => rule.when === "is-not");
  if (demanded) return demanded.value;
  const refused = new Set(rules.map(({ value }) => value));
  let value = 0;
  while (refused.has(value)) value += 1;
  return value;
}

/** Whether the format is the one of the specification, or another of its kind. */
export function isDiagnostic(format: Format): format is DiagnosticFormat {
  return format.pen !== undefined;
}
