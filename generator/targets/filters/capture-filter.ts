import type { LoadSize, PayloadTest } from "./payload-test.js";

/** What a segment is carried by: one of the chains of headers that a capture filter can walk. */
export type Carrier = "ipv4" | "ipv6" | "ipv6-hop-by-hop";

/** All of them, in the order in which a filter tries them. */
export const CARRIERS: readonly Carrier[] = ["ipv4", "ipv6", "ipv6-hop-by-hop"];

/** How a filter finds the parts of a segment behind one chain of headers. */
export interface CarrierText {
  /** Holds for whole RST segments that are carried so. */
  readonly isReset: string;
  /** Octets that the IP header states. */
  readonly statedOctets: string;
  /** Those of them that are ahead of TCP's header; each one a term. */
  readonly ahead: readonly string[];
  /** Length of TCP's header. */
  readonly dataOffset: string;
  /** Octets of the payload. */
  readonly load: (offsetBytes: number, sizeBytes: LoadSize) => string;
}

/** `tcp[]` copes with IP options and later fragments, but is compiled for IPv4 alone. */
const IPV4: CarrierText = {
  isReset: "tcp[13] & 4 != 0 and ip[6:2] & 0x2000 = 0",
  statedOctets: "ip[2:2]",
  ahead: ["((ip[0] & 0xf) << 2)"],
  dataOffset: "((tcp[12] & 0xf0) >> 2)",
  load: (offset, size) => `tcp[${IPV4.dataOffset}${offset === 0 ? "" : ` + ${offset}`}:${size}]`,
};

/** Without extension headers TCP's header begins at octet 40. */
const IPV6: CarrierText = {
  isReset: "ip6[6] = 6 and ip6[53] & 4 != 0",
  statedOctets: "ip6[4:2]",
  ahead: [],
  dataOffset: "((ip6[52] & 0xf0) >> 2)",
  load: (offset, size) => `ip6[${40 + offset} + ${IPV6.dataOffset}:${size}]`,
};

/** The header counts 8 octets less than it has (RFC 8200 section 4.3). */
const MORE = "(ip6[41] << 3)";

const IPV6_HOP_BY_HOP: CarrierText = {
  isReset: `ip6[6] = 0 and ip6[40] = 6 and ip6[61 + ${MORE}] & 4 != 0`,
  statedOctets: "ip6[4:2]",
  ahead: ["8", MORE],
  dataOffset: `((ip6[60 + ${MORE}] & 0xf0) >> 2)`,
  load: (offset, size) => `ip6[${48 + offset} + ${MORE} + ${IPV6_HOP_BY_HOP.dataOffset}:${size}]`,
};

/** The texts of each carrier. */
const CARRIER_TEXT: Readonly<Record<Carrier, CarrierText>> = {
  ipv4: IPV4,
  ipv6: IPV6,
  "ipv6-hop-by-hop": IPV6_HOP_BY_HOP,
};

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
