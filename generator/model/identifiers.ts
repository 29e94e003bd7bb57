declare const brand: unique symbol;

/** A Private Enterprise Number as carried on the wire: 32 bits (draft section 4.1). */
export type Pen = number & { readonly [brand]: "Pen" };

/** PEN 0 says that the code is from the IANA-maintained registry (draft section 4.1). */
export const IANA_PEN = 0 as Pen;
/** 0 and 4294967295 are reserved (RFC 9371, section 3), so no vendor owns the last one. */
export const LAST_VENDOR_PEN = 0xfffffffe;

/** Throws where `value` is no integer of 32 bits. */
export function pen(value: number): Pen {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new Error(`no private enterprise number: ${value}`);
  }
  return value as Pen;
}

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
