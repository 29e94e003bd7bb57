import type { DiagnosticFormat, Field } from "../../model/format.js";

/** The reason that a payload states. */
export interface StatedReason {
  readonly code: number;
  readonly pen: number;
}

/** Octets from an offset of the payload that libpcap can load at once. */
interface Load {
  readonly offsetBytes: number;
  readonly octets: readonly number[];
}

/** How a filter finds the parts of a segment in one version of IP. */
interface Family {
  /** Holds for the RST segments of this version. */
  readonly isReset: string;
  /** Octets of the packet behind the headers of IP, from which TCP's are taken away. */
  readonly ipPayload: string;
  readonly dataOffset: string;
  readonly load: (offsetBytes: number, sizeBytes: number) => string;
}

/** `tcp[]` copes with IP options, and is compiled for IPv4 alone. */
const IPV4: Family = {
  isReset: "tcp[13] & 4 != 0",
  ipPayload: "ip[2:2] - ((ip[0] & 0xf) << 2)",
  dataOffset: "((tcp[12] & 0xf0) >> 2)",
  load: (offset, size) => `tcp[${IPV4.dataOffset}${offset === 0 ? "" : ` + ${offset}`}:${size}]`,
};

/** Without extension headers TCP's header begins at octet 40. */
const IPV6: Family = {
  isReset: "ip6[6] = 6 and ip6[53] & 4 != 0",
  ipPayload: "ip6[4:2]",
  dataOffset: "((ip6[52] & 0xf0) >> 2)",
  load: (offset, size) => `ip6[${40 + offset} + ${IPV6.dataOffset}:${size}]`,
};

/**
 * A filter of libpcap that selects the RST segments with a payload of the format over IPv4 or
 * IPv6, with any reason or with one.
 */
export function captureFilter(format: DiagnosticFormat, stated?: StatedReason): string {
  const octets = format.fields.flatMap((field) => wantedOctets(field, stated));
  const families = [IPV4, IPV6].map((family) => {
    const terms = [
      family.isReset,
      `${family.ipPayload} - ${family.dataOffset} = ${format.length.octets}`,
      ...loadsOf(octets).map((load) => loadTerm(family, load)),
    ];
    return `(${terms.join(" and ")})`;
  });
  return families.join(" or ");
}

function wantedOctets(field: Field, stated?: StatedReason): readonly (number | undefined)[] {
  const value = wantedValue(field, stated);
  const sizeBytes = field.widthBits / 8;
  return Array.from({ length: sizeBytes }, (_, at) =>
    value === undefined ? undefined : Math.floor(value / 256 ** (sizeBytes - 1 - at)) % 256,
  );
}

function wantedValue(field: Field, stated?: StatedReason): number | undefined {
  switch (field.kind) {
    case "magic":
      return field.value;
    case "reason-code":
      return stated?.code;
    case "pen":
      return stated?.pen;
    case "number":
      return undefined;
    default:
      return field satisfies never;
  }
}

/** Takes neighbours together, 4, 2 or 1 of them: libpcap has no other sizes. */
function loadsOf(octets: readonly (number | undefined)[]): readonly Load[] {
  const loads: Load[] = [];
  let offsetBytes = 0;
  while (offsetBytes < octets.length) {
    const next = octets.slice(offsetBytes, offsetBytes + 4);
    const gap = next.indexOf(undefined);
    const known = gap < 0 ? next.length : gap;
    const size = [4, 2, 1].find((one) => one <= known) ?? 0;
    const wanted = next.slice(0, size).filter((octet) => octet !== undefined);
    if (size > 0) loads.push({ offsetBytes, octets: wanted });
    offsetBytes += Math.max(size, 1);
  }
  return loads;
}

function loadTerm(family: Family, { offsetBytes, octets }: Load): string {
  const digits = Buffer.from(octets).toString("hex");
  const value = /^0+$/.test(digits) ? "0" : `0x${digits}`;
  return `${family.load(offsetBytes, octets.length)} = ${value}`;
}
