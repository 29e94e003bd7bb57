import type { Mistake, Place } from "./mistake.js";
import { LAST_VENDOR_PEN, type Pen, pen } from "./pen.js";

/** A vendor's file is named by the vendor's private enterprise number. */
export function vendorFileNameIsPen(fileName: string, place: Place): Mistake | undefined {
  if (penOfFileName(fileName) !== undefined) return undefined;
  return {
    place,
    what: `the file name ${JSON.stringify(fileName)} is no private enterprise number`,
    remedy: `name the file by a number from 1 to ${LAST_VENDOR_PEN}, such as 32473.xml`,
  };
}

/** The number that a file name such as `32473.xml` states, where it states one. */
export function penOfFileName(fileName: string): Pen | undefined {
  const digits = /^([1-9][0-9]{0,9})\.xml$/.exec(fileName)?.[1];
  const value = Number(digits ?? 0);
  return value >= 1 && value <= LAST_VENDOR_PEN ? pen(value) : undefined;
}
