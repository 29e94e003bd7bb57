import type { Registry } from "./registry.js";

/** Widths that every target can read in one go. */
export type WidthBits = 8 | 16 | 24 | 32;

interface FieldBase {
  /** As the specification spells it, in kebab-case: `reason-code`. */
  readonly name: string;
  readonly widthBits: WidthBits;
  /** Distance from the first octet of the payload. */
  readonly offsetBytes: number;
  readonly meaning: string;
  /** Section of the specification that defines the field. */
  readonly section: string;
}

/** The octets that tell this format from any other payload. */
export interface MagicField extends FieldBase {
  readonly kind: "magic";
  readonly value: number;
}

/** The cause of the reset; its registry is picked by the format's PEN. */
export interface ReasonCodeField extends FieldBase {
  readonly kind: "reason-code";
}

/** Whose registry the reason code is from; 0 is IANA. */
export interface PenField extends FieldBase {
  readonly kind: "pen";
}

/** A number with no table behind it. */
export interface NumberField extends FieldBase {
  readonly kind: "number";
}

export type Field = MagicField | ReasonCodeField | PenField | NumberField;

/** A field value that makes a payload malformed although its length is right. */
export interface MalformedValue {
  readonly problem: string;
  readonly field: Field;
  readonly value: number;
  /** Malformed where the field has the value, or where it has any other. */
  readonly when: "is" | "is-not";
  readonly section: string;
}

/** The one SEG.LEN that a format has, and the name of the problem where it differs. */
export interface FormatLength {
  readonly octets: number;
  readonly problem: string;
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

/** One way to carry a reason on the wire, all fields in network byte order. */
export interface Format {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  /** In the order of the wire, without gaps, `length.octets` long. */
  readonly fields: readonly Field[];
  readonly length: FormatLength;
  readonly magic: MagicField;
  readonly reasonCode: ReasonCodeField;
  readonly pen: PenField;
  /** The registry of the codes where the PEN is 0. */
  readonly registry: Registry;
  readonly malformedValues: readonly MalformedValue[];
  readonly examples: readonly FormatExample[];
}
