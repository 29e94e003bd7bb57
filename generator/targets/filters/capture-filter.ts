/** What a segment is carried by: one of the chains of headers that a capture filter can walk. */
export type Carrier = "ipv4" | "ipv6" | "ipv6-hop-by-hop";

/** All of them, in the order in which a filter tries them. */
export const CARRIERS: readonly Carrier[] = ["ipv4", "ipv6", "ipv6-hop-by-hop"];

/** How a filter finds the parts of a segment behind one chain of headers. */
interface CarrierText {
  /** Holds for whole RST segments that are carried so. */
  readonly isReset: string;
  /** Octets that the IP header states. */
  readonly statedOctets: string;
  /** Those of them that are ahead of TCP's header; each one a term. */
  readonly ahead: readonly string[];
  /** Length of TCP's header. */
  readonly dataOffset: string;
  /** Octets of the payload: 1, 2 or 4 can be loaded at once. */
  readonly load: (offsetBytes: number, sizeBytes: number) => string;
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

/** Without the extension headers that hardly any segment has. */
export const USUAL: CaptureForm = { carriers: ["ipv4", "ipv6"], vlan: false };

/** What holds for a payload, written for the chain of headers that it is behind. */
export type PayloadTest = (carrier: CarrierText) => string;

/** A filter of libpcap that selects the RST segments for which one of the tests holds. */
export function captureFilter(tests: readonly PayloadTest[], form: CaptureForm): string {
  const found = form.carriers.flatMap((carrier) =>
    tests.map((test) => `${CARRIER_TEXT[carrier].isReset} and ${test(CARRIER_TEXT[carrier])}`),
  );
  const filter = found.length === 1 ? found.join() : found.map((one) => `(${one})`).join(" or ");
  return form.vlan ? `vlan and (${filter})` : filter;
}

/**
 * Differences are unsigned: where the least is asked for, nothing may be taken away. `<` stands
 * behind such a test.
 */
export function testLength(relation: "=" | "!=" | "<" | ">=", octets: number): PayloadTest {
  return ({ statedOctets, ahead, dataOffset }) =>
    relation === ">="
      ? `${statedOctets} >= ${[...ahead, dataOffset, octets].join(" + ")}`
      : `${[statedOctets, ...ahead, dataOffset].join(" - ")} ${relation} ${octets}`;
}

/** Compares octets of the payload, read as a number: `relation` is the operator and the value. */
export function testNumber(offsetBytes: number, sizeBytes: number, relation: string): PayloadTest {
  return ({ load }) => `${load(offsetBytes, sizeBytes)} ${relation}`;
}

/** Holds where all tests do. */
export function all(tests: readonly PayloadTest[]): PayloadTest {
  return (carrier) => tests.map((test) => test(carrier)).join(" and ");
}

/** Holds where any test does. libpcap gives `and` and `or` the same precedence. */
export function any(tests: readonly PayloadTest[]): PayloadTest {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (carrier) => {
    const texts = tests.map((test) => test(carrier));
    return `(${texts.map((text) => (text.includes(" and ") ? `(${text})` : text)).join(" or ")})`;
  };
}
