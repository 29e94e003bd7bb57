import type { Model } from "../../model/model.js";
import { endsOf, type IpVersion } from "../../samples/sample-packet.js";
import { writePcap } from "../../samples/write-pcap.js";
import { type Generator, type OutputFile, renderTemplate } from "../text/target.js";
import {
  cutPackets,
  type TestPacket,
  VERBOSITIES,
  type Verbosity,
  wholePackets,
} from "./test-packets.js";

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
function printedLines(packets: readonly TestPacket[], style: PrintStyle): string {
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

/** Where the tests stand in the pack; their names are those of tcpdump's folder `tests`. */
export const TESTS_FOLDER = "tcpdump/tests";
/** Lines for the list of the development branch, which has no other. */
export const LIST_LINES = "TESTLIST.5.0";
/** The list that tcpdump 4.99 finds by its ending. */
export const LIST_FILE = "tcp_rst_diagnostic.tests";
/** Of outputs for tcpdump before 4.99.6. */
export const OLD_STYLE = "-4.99.5";
/** tcpdump's list, which the lines are for. */
export const LIST = "TESTLIST";

const CAPTURES = [
  { name: "tcp_rst_diagnostic", ipv6: false, cut: false },
  { name: "tcp_rst_diagnostic-ipv6", ipv6: true, cut: false },
  { name: "tcp_rst_diagnostic-trunc", ipv6: false, cut: true },
] as const;
const LINKTYPE_ETHERNET = 1;
const SNAP_LENGTH = 262_144;

/** One line of a list: the name of the test, the files without their endings, the options. */
interface SuiteTest {
  readonly name: string;
  readonly capture: string;
  readonly output: string;
  readonly options: string;
}

/** Captures, what must be printed of them, and the lists of both layouts of tcpdump's suite. */
export function testFiles(
  model: Model,
  options: Pick<Generator, "tcpdumpGuesses"> = {},
): readonly OutputFile[] {
  const captures = CAPTURES.map(({ name, ipv6, cut }) => {
    const packets = (cut ? cutPackets : wholePackets)(model, ipv6 ? 6 : 4, options);
    return { name, cut, ipv6, packets };
  });
  const files = [
    ...captures.map(({ name, packets }) => ({ path: `${name}.pcap`, content: pcapOf(packets) })),
    ...captures.flatMap(({ name, packets, ipv6 }) =>
      VERBOSITIES.flatMap((verbosity) => [
        {
          path: `${name}${option(verbosity)}.out`,
          content: printedLines(packets, { verbosity, ipv6: "4.99.6" }),
        },
        ...(hasTwoStyles(ipv6, verbosity)
          ? [
              {
                path: `${name}${option(verbosity)}${OLD_STYLE}.out`,
                content: printedLines(packets, { verbosity, ipv6: "4.99.0" }),
              },
            ]
          : []),
      ]),
    ),
    { path: LIST_FILE, content: renderTemplate("tcpdump/suite.tests", listView("4.99")) },
    { path: LIST_LINES, content: renderTemplate("tcpdump/TESTLIST", listView("5.0")) },
  ];
  return files.map(({ path, content }) => ({ path: `${TESTS_FOLDER}/${path}`, content }));
}

function listView(release: "4.99" | "5.0"): { readonly tests: readonly SuiteTest[] } {
  const tests = CAPTURES.flatMap(({ name: capture, cut, ipv6 }) =>
    VERBOSITIES
      // Without -v, 4.99.0 to 4.99.5 do not look at the payload, and later ones see the cut.
      .filter((verbosity) => !(release === "4.99" && cut && verbosity === 0))
      .map((verbosity) => {
        const name = `${capture}${option(verbosity)}`;
        const variable = hasTwoStyles(ipv6, verbosity) && release === "4.99" ? "$old_style" : "";
        const options = ["-t", ...(verbosity > 0 ? [option(verbosity)] : [])].join(" ");
        return { name, capture, output: `${name}${variable}`, options };
      }),
  );
  return { tests };
}

function hasTwoStyles(ipv6: boolean, verbosity: Verbosity): boolean {
  return ipv6 && verbosity > 0;
}

function option(verbosity: Verbosity): string {
  return verbosity === 0 ? "" : `-${"v".repeat(verbosity)}`;
}

function pcapOf(packets: readonly TestPacket[]): Uint8Array {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINKTYPE_ETHERNET,
    snapLength: SNAP_LENGTH,
    packets: packets.map(({ octets, cutOctets }, at) => ({
      timeNanoseconds: BigInt(at) * 1_000_000n,
      octets: octets.subarray(0, octets.length - cutOctets),
      originalLength: octets.length,
    })),
  });
}
