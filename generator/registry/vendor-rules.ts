import { LAST_VENDOR_PEN, type Pen, pen } from "../model/identifiers.js";
import type { Mistake, Place } from "../model/mistake.js";
import { checkText } from "../model/text.js";
import type { SourceVendor } from "./build-model.js";
import type { EnterpriseClaim } from "./enterprise-numbers.js";
import type { Cell, SourceRegistry } from "./source-file.js";

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
export function vendorsHaveOneFile(vendors: readonly SourceVendor[]): readonly Mistake[] {
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

/** What an address of a page is made of; no name of a person, which stands before an @. */
const PAGE = /^https?:\/\/[\w.-]+(?::\d+)?(?:[/?#][\w.~:/?#![\]$&'()*+,;=%-]*)?$/;

/** A contact page can be opened by everybody who reads the documents, and is not anybody's mail. */
function contactPageIsAddress(page: Cell | undefined): readonly Mistake[] {
  if (!page || PAGE.test(page.text)) return [];
  return [
    {
      place: page.place,
      what: `the contact page ${JSON.stringify(page.text)} is no address of a page`,
      remedy: "write one that begins with https://, without blanks and without a mail address",
    },
  ];
}

/** All that is wrong with what a vendor says of itself. */
export function checkVendor({ organisation, contactPage }: SourceRegistry): readonly Mistake[] {
  return [
    ...checkText(organisation),
    ...checkText(contactPage),
    ...contactPageIsAddress(contactPage),
  ];
}

/** What a vendor's file says of its enterprise. */
export function claimOf({ pen: owner, source }: SourceVendor): EnterpriseClaim {
  const { organisation, place } = source;
  if (!organisation) return { pen: owner, place };
  return { pen: owner, organisation: organisation.text, place: organisation.place };
}
