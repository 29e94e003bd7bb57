import type { Mistake, Place } from "./mistake.js";
import { LAST_VENDOR_PEN, type Pen, pen } from "./pen.js";
import type { SourceRegistry } from "./source-registry.js";

/** A vendor's file is named by the vendor's private enterprise number. */
export function vendorFileNameIsPen(fileName: string, place: Place): Mistake | undefined {
  if (penOfFileName(fileName) !== undefined) return undefined;
  return {
    place,
    what: `the file name ${JSON.stringify(fileName)} is no private enterprise number`,
    remedy: `name the file by a number from 1 to ${LAST_VENDOR_PEN}, such as 32473.xml`,
  };
}

/** The number that a file name such as `32473.xml` or `32473.csv` states, where it states one. */
export function penOfFileName(fileName: string): Pen | undefined {
  const digits = /^([1-9][0-9]{0,9})\.(?:xml|csv)$/.exec(fileName)?.[1];
  const value = Number(digits ?? 0);
  return value >= 1 && value <= LAST_VENDOR_PEN ? pen(value) : undefined;
}

/** A vendor has one registry: nobody could say which of two is meant. */
export function vendorsHaveOneFile(
  vendors: readonly { readonly pen: Pen; readonly source: SourceRegistry }[],
): readonly Mistake[] {
  const first = new Map<Pen, SourceRegistry>();
  return vendors.flatMap(({ pen: owner, source }) => {
    const other = first.get(owner);
    first.set(owner, other ?? source);
    if (!other) return [];
    return {
      place: source.place,
      what: `the enterprise ${owner} has a registry already, in ${other.place.path}`,
      remedy: "put all its codes into one file",
    };
  });
}

/** A CSV table says neither its id nor its title: both are those of its enterprise. */
export function nameVendorTable(table: SourceRegistry, owner: Pen): SourceRegistry {
  const { place } = table;
  return {
    ...table,
    id: { text: `enterprise-${owner}`, place },
    title: { text: `Reset reasons of enterprise ${owner}`, place },
  };
}
