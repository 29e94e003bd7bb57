declare const brand: unique symbol;

/** A reason code as carried on the wire: 16 bits, 0 reserved (draft section 4.1). */
export type ReasonCode = number & { readonly [brand]: "ReasonCode" };

/** Code 0 is reserved and must not be used (draft section 4.1). */
export const RESERVED_CODE = 0;
/** The registry's values are taken from 1-65535 (draft section 9.1). */
export const LAST_CODE = 0xffff;

/** Throws where `value` is no integer of 16 bits. */
export function reasonCode(value: number): ReasonCode {
  if (!Number.isInteger(value) || value < RESERVED_CODE || value > LAST_CODE) {
    throw new Error(`no reason code: ${value}`);
  }
  return value as ReasonCode;
}
