import { CARRIER_TEXT, CARRIERS, type Carrier, type CarrierText } from "./carrier.js";
import type { PayloadTest } from "./payload-test.js";

/** Where a filter of libpcap looks for a segment. */
export interface CaptureForm {
  /** One or more; a frame is selected with any of them. */
  readonly carriers: readonly Carrier[];
  /** In frames with one VLAN tag; without it, in frames with none. */
  readonly vlan: boolean;
}

/** Every carrier, untagged. */
export const EVERYWHERE: CaptureForm = { carriers: CARRIERS, vlan: false };

/** A filter of libpcap that selects the RST segments for which one of the tests holds. */
export function captureFilter(tests: readonly PayloadTest[], form: CaptureForm): string {
  const { carriers, vlan } = form;
  const found = carriers.flatMap((carrier) =>
    tests.map((test) => {
      const text = CARRIER_TEXT[carrier];
      return `${text.isReset} and ${writeTest(test, text)}`;
    }),
  );
  const [only = ""] = found;
  const filter = found.length === 1 ? only : found.map((one) => `(${one})`).join(" or ");
  return vlan ? `vlan and (${filter})` : filter;
}

function writeTest(test: PayloadTest, carrier: CarrierText): string {
  switch (test.kind) {
    case "length":
      return lengthTerm(test, carrier);
    case "number":
      return `${carrier.load(test.offsetBytes, test.sizeBytes)} ${test.relation} ${numberText(test)}`;
    case "all":
      return test.tests.map((one) => writeTest(one, carrier)).join(" and ");
    case "any":
      return `(${test.tests.map((one) => inside(one, carrier)).join(" or ")})`;
    default:
      return test satisfies never;
  }
}

/** libpcap gives `and` and `or` the same precedence. */
function inside(test: PayloadTest, carrier: CarrierText): string {
  const text = writeTest(test, carrier);
  return test.kind === "all" ? `(${text})` : text;
}

/**
 * Differences are unsigned: where the least is asked for, nothing may be taken away. `<` stands
 * behind such a test.
 */
function lengthTerm(
  { relation, octets }: Extract<PayloadTest, { readonly kind: "length" }>,
  { statedOctets, ahead, dataOffset }: CarrierText,
): string {
  if (relation === ">=") {
    return `${statedOctets} >= ${[...ahead, dataOffset, octets].join(" + ")}`;
  }
  return `${[statedOctets, ...ahead, dataOffset].join(" - ")} ${relation} ${octets}`;
}

function numberText({
  value,
  sizeBytes,
  relation,
}: Extract<PayloadTest, { readonly kind: "number" }>): string {
  const digits = value.toString(16).padStart(sizeBytes * 2, "0");
  return value === 0 || relation === ">=" || relation === "<=" ? String(value) : `0x${digits}`;
}
