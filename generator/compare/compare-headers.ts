import { HEADER_FIELDS, type HeaderChange, type HeaderField } from "../model/comparison.js";
import type { Endpoint } from "../model/record.js";
import type { SeenReset } from "./seen-reset.js";

const VALUES: Readonly<Record<HeaderField, (reset: SeenReset) => string | number | undefined>> = {
  source: ({ source }) => showEnd(source),
  destination: ({ destination }) => showEnd(destination),
  "sequence-number": ({ sequenceNumber }) => sequenceNumber,
  "acknowledgment-number": ({ acknowledgmentNumber }) => acknowledgmentNumber,
  "control-bits": ({ controlBits }) => controlBits,
  window: ({ window }) => window,
  options: ({ options }) => options,
  dscp: ({ dscp }) => dscp,
  ecn: ({ ecn }) => ecn,
  identification: ({ identification }) => identification,
};

/** The header fields that are not as they were sent; what only one IP version has is left out. */
export function compareHeaders(sent: SeenReset, received: SeenReset): readonly HeaderChange[] {
  return HEADER_FIELDS.flatMap((field) => {
    const [before, after] = [VALUES[field](sent), VALUES[field](received)];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ field, sent: before, received: after }];
  });
}

function showEnd({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
