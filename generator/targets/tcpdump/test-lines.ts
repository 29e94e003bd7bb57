import { endsOf, type IpVersion } from "../../capture/sample-packet.js";
import type { Verbosity } from "./payload-text.js";
import type { TestPacket } from "./test-packets.js";

const ETHERNET_OCTETS = 14;
const HEADER_OCTETS = { 4: 20, 6: 40 } as const;

/** How an IPv6 header is told with -v: 4.99.6 changed a colon into a comma. */
export type Ipv6Style = "4.99.0" | "4.99.6";

/** How many `-v` there are, and which tcpdump prints. */
export interface PrintStyle {
  readonly verbosity: Verbosity;
  readonly ipv6: Ipv6Style;
}

/** What tcpdump prints for a capture with `-#`, `-n` and `-t`, its lines ended. */
export function printedLines(packets: readonly TestPacket[], style: PrintStyle): string {
  return packets
    .map((packet, at) => `${String(at + 1).padStart(5)}  ${printedLine(packet, style)}\n`)
    .join("");
}

function printedLine(packet: TestPacket, style: PrintStyle): string {
  const { verbosity } = style;
  const { version, octets, cutOctets, text } = packet;
  const { source, destination } = endsOf(version);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const start = ETHERNET_OCTETS + HEADER_OCTETS[version];
  const word = (offset: number) => view.getUint16(start + offset);
  const number = (offset: number) => view.getUint32(start + offset);
  const length = octets.length - start - 4 * (view.getUint8(start + 12) >> 4);
  // The check of the sum needs the whole segment.
  const sum = `cksum 0x${word(16).toString(16).padStart(4, "0")} (correct), `;
  return [
    ipPart(version, octets.length - ETHERNET_OCTETS, style),
    `${source}.${word(0)} > ${destination}.${word(2)}: Flags [R.], `,
    verbosity > 0 && cutOctets === 0 ? sum : "",
    `seq ${number(4)}:${number(4) + length}, ack ${number(8)}, `,
    `win ${word(14)}, length ${length}${text(verbosity)}`,
  ].join("");
}

function ipPart(version: IpVersion, totalLength: number, style: PrintStyle): string {
  const protocol = version === 4 ? "IP" : "IP6";
  if (style.verbosity === 0) return `${protocol} `;
  if (version === 4) {
    const header = "tos 0x0, ttl 64, id 0, offset 0, flags [none], proto TCP (6)";
    return `${protocol} (${header}, length ${totalLength})\n    `;
  }
  const length = style.ipv6 === "4.99.0" ? " payload length:" : ", payload length";
  return `${protocol} (hlim 64, next-header TCP (6)${length} ${totalLength - HEADER_OCTETS[6]}) `;
}
