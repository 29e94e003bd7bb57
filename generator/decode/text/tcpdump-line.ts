import { isIpv4Address, isIpv6Address } from "../../capture/ip-address.js";
import type { EndText, HeaderFacts, LineReading } from "./segment-line.js";
import { isOpenEnd, parseFields, parseOldFields, type TcpFields } from "./tcp-fields.js";
import { Cursor } from "./text-lines.js";

const MAC = "(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}";
const OUI = String.raw`(?: \(oui [^()]*\))?`;
const NUMBER = String.raw`(?: \(0x[0-9a-f]{1,4}\))?`;
const TYPE = String.raw`[A-Za-z0-9][\w .-]{0,30}${NUMBER}`;
/** What can carry IP: behind the name and length of others, as of LLDP, stands what a sender chose. */
const CARRIER = String.raw`(?:IP(?:v4|v6|6)?|802\.(?:3|1(?:Q|ad))[\w.-]{0,10}|Q-in-Q|MPLS(?: unicast| multicast)?|PPPoE S|TEB)${NUMBER}`;
const DIRECTION = String.raw`(?:In|Out|B|M|P|\?) +(?=${MAC}|ethertype |ifindex |IP6? )`;

/**
 * All that may stand ahead of an IP packet, of the link layers that carry one. Nothing else may:
 * other protocols print names and texts that can imitate a segment.
 */
const LINK_LAYERS: readonly RegExp[] = [
  String.raw`[\w.@:-]{1,20} +${DIRECTION}`,
  ` *${DIRECTION}`,
  String.raw`ifindex \d{1,10} `,
  `${MAC}${OUI} > (?:${MAC}${OUI}|Broadcast),? `,
  String.raw`${MAC} ${MAC} (?:ip6?|0800|86dd) \d{1,5}: `,
  `${MAC}${OUI} (?=ethertype )`,
  "(?:unicast|multicast|broadcast), (?=ethertype )",
  String.raw`(?:ethertype )?${CARRIER}, length \d{1,6}: `,
  String.raw`vlan \d{1,4}, p \d(?:, DEI)?, (?:ethertype ${CARRIER}, ?)?`,
  String.raw`LLC, dsap SNAP \(0xaa\) Individual, ssap SNAP \(0xaa\) Command, ctrl 0x03: oui [\w ]+ \(0x[0-9a-f]{6}\), (?=ethertype )`,
  String.raw`MPLS (?:\(label \d{1,7}(?: \([\w .-]*\))?, (?:tc|exp) \d(?:, \[S\])?, ttl \d{1,3}\),? ?)+ *`,
  String.raw`PPPoE +\[ses 0x[0-9a-f]{1,4}\] `,
  String.raw`AF IPv[46] \(\d{1,3}\), length \d{1,6}: `,
  String.raw`AF \d{1,3} \d{1,6}: `,
  // What macOS knows of the process.
  String.raw`\([\w .:/,-]{1,200}\) (?=IP6? )`,
  String.raw`rule [\w./()-]{1,40}: \w{1,10} (?:in|out) on [\w.]{1,20}: `,
].map((source) => new RegExp(source, "y"));

const PAREN = String.raw`(?:[^()]|\((?:[^()]|\([^()]*\))*\))*`;
const VERSION = /IP(6?) /y;
const COMPLAINT = /(?:truncated-ip6? - \d{1,6} bytes missing! ?|\[[^\]]*\] \(invalid\) )/y;
const HEADER = new RegExp(String.raw`\((?=tos |hlim |class |flowlabel )${PAREN}\) *`, "y");
const OPEN_HEADER = /\((?:tos |hlim |class |flowlabel )(?:(?!Flags \[).)*$/y;
const ENDS = /([0-9A-Za-z_.:-]{1,260}) > ([0-9A-Za-z_.:-]{1,260}): ?/y;
const OPEN_ENDS = /(?:[0-9A-Za-z_.:-]{1,260}(?: >?(?: [0-9A-Za-z_.:-]{0,260})?)?)? *$/y;
const EXTENSIONS = new RegExp(String.raw`(?:(?:HBH|DSTOPT|srcrt|frag) ?(?:\(${PAREN}\) ?)*)+`, "y");
const AUTHENTICATION = new RegExp(String.raw`AH\(${PAREN}\): `, "y");
const PORTS = /([\w+*/-]{1,40}) > ([\w+*/-]{1,40}): /y;

/** What tunnels print ahead of the packet inside. */
const TUNNELS: readonly RegExp[] = [
  String.raw`GREv[01](?:, (?:Flags \[[^\]]*\]|key=0x[0-9a-f]+|(?:seq|ack|call) \d+|(?:sum|off) 0x[0-9a-f]+|proto ${TYPE}|length \d+))*:? *`,
  String.raw`VXLAN, flags \[[^\]]*\] \(0x[0-9a-f]+\), vni \d+ *`,
  String.raw`Geneve, Flags \[[^\]]*\], vni 0x[0-9a-f]+(?:, rsvd 0x[0-9a-f]+)?(?:, proto ${TYPE})?(?:, options \[[^\]]*\])?:? *`,
  "(?=IP6? )",
].map((source) => new RegExp(source, "y"));
/** With -e an IP packet in another one has nothing ahead of it. */
const BARE_INNER = /(?=\((?:tos|hlim|class|flowlabel) |[0-9a-fA-F.:]+ > )/y;
const OPEN_FLAGS = /F(?:l(?:a(?:g(?:s(?: (?:\[[^\]]*)?)?)?)?)?)? *$/y;
const QUIET = /tcp \d{1,6}(?: |$)/y;
const MOST_LAYERS = 5;

/**
 * Reads what tcpdump prints for one frame, its lines joined by blanks, behind number and time: with
 * any options, in the form of today and in that of before 4.0.
 */
export function parseTcpdumpLine(text: string): LineReading {
  const cursor = new Cursor(text);
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const packet = parsePacket(cursor);
    if (packet.kind !== "ends") return packet;
    const inner = parseInner(cursor, packet);
    if (inner !== undefined) return inner;
  }
  return { kind: "other" };
}

interface Packet {
  readonly kind: "ends";
  readonly isIpv6: boolean;
  readonly header: string | undefined;
  readonly from: string;
  readonly to: string;
}

/** Reads all up to both ends of a packet. */
function parsePacket(cursor: Cursor): Packet | LineReading {
  takeLinkLayers(cursor);
  const version = cursor.take(VERSION);
  cursor.take(COMPLAINT);
  const header = cursor.take(HEADER)?.[0];
  const [, from, to] = cursor.take(ENDS) ?? [];
  if (from !== undefined && to !== undefined) {
    const isIpv6 =
      version?.[1] === "6" || header?.includes("hlim") === true || isIpv6Address(stripPort(from));
    return { kind: "ends", isIpv6, header, from, to };
  }
  // An IP packet alone is worth waiting for, and what a tunnel has inside.
  const isBegun = version !== undefined || header !== undefined || cursor.at > 0;
  const isOpen = isOpenAt(cursor, OPEN_HEADER) || isOpenAt(cursor, OPEN_ENDS);
  return isBegun && isOpen ? { kind: "partial", used: cursor.at } : { kind: "other" };
}

function takeLinkLayers(cursor: Cursor): void {
  for (let layer = 0; layer < MOST_LAYERS + LINK_LAYERS.length; layer += 1) {
    if (!LINK_LAYERS.some((pattern) => cursor.take(pattern) !== undefined)) return;
  }
}

function isOpenAt({ text, at }: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Reads the segment behind both ends; undefined where there is another packet. */
function parseInner(cursor: Cursor, packet: Packet): LineReading | undefined {
  const ends = parseEnds(cursor, packet);
  const segment = ends && parseSegment(cursor, packet, ends);
  if (segment !== undefined) return segment;
  const isBare = [packet.from, packet.to].every((end) => isIpv4Address(end) || isIpv6Address(end));
  const isTunnel =
    TUNNELS.some((pattern) => cursor.take(pattern) !== undefined) ||
    (isBare && cursor.take(BARE_INNER) !== undefined);
  return isTunnel ? undefined : { kind: "other" };
}

interface Ends {
  readonly source: EndText;
  readonly destination: EndText;
}

/** Behind an extension header the ports stand alone. */
function parseEnds(cursor: Cursor, { from, to }: Packet): Ends | undefined {
  const isHidden = (cursor.take(EXTENSIONS) ?? cursor.take(AUTHENTICATION)) !== undefined;
  if (isHidden) {
    const [, source, destination] = cursor.take(PORTS) ?? [];
    if (source === undefined || destination === undefined) return undefined;
    return { source: { host: from, port: source }, destination: { host: to, port: destination } };
  }
  const source = splitEnd(from);
  const destination = splitEnd(to);
  return source && destination && { source, destination };
}

/** What the header of -v says is inside, and whether that can be a segment: TCP, or a header ahead of it. */
const PROTOCOL = /\b(?:proto|next-header):? (?:[\w-]+ )?\((\d{1,3})\)/;
const CAN_CARRY_TCP: ReadonlySet<string> = new Set(["0", "6", "43", "44", "51", "60"]);

/** Of IPv4's first fragment, whose length is not the segment's: a capture gives none of it either. */
const MORE_FRAGMENTS = /\bflags \[\+/;

function parseSegment(cursor: Cursor, packet: Packet, ends: Ends): LineReading | undefined {
  const protocol = PROTOCOL.exec(packet.header ?? "")?.[1];
  if (protocol !== undefined && !CAN_CARRY_TCP.has(protocol)) return undefined;
  if (MORE_FRAGMENTS.test(packet.header ?? "")) return undefined;
  const fields = parseFields(cursor) ?? parseOldFields(cursor);
  if (fields !== undefined) return readingOf(cursor, packet, { fields, ...ends });
  if (cursor.take(QUIET) !== undefined) return { kind: "quiet" };
  const isOpen = cursor.isAtEnd || isOpenAt(cursor, OPEN_FLAGS);
  return isOpen ? { kind: "partial", used: cursor.at } : undefined;
}

function readingOf(
  cursor: Cursor,
  { isIpv6, header }: Packet,
  found: Ends & { readonly fields: TcpFields },
): LineReading {
  const { isWhole: isDone, trailer, ...fields } = found.fields;
  const { source, destination } = found;
  const facts = readHeader(header ?? trailer);
  const isWhole = isDone ? !isPayloadOpen(fields.payload) : !isOpenEnd(cursor);
  return {
    kind: "segment",
    isWhole,
    used: isDone && isWhole ? cursor.text.length : cursor.at,
    line: { source, destination, isIpv6, ...fields, header: facts, program: "tcpdump" },
  };
}

/** What was printed of an RST's payload ends with a bracket; folded, in the next line. */
function isPayloadOpen(payload: string | undefined): boolean {
  return payload !== undefined && /^ \[!?RST/.test(payload) && !/\](?: |$)/.test(payload);
}

/** `(tos 0x0, ttl 64, id 1, offset 0, flags [DF], ...)`, IPv6's, or what the old form has at its end. */
function readHeader(text: string): HeaderFacts | undefined {
  const timeToLive = /\b(?:ttl|hlim) +(\d{1,3})\b/.exec(text)?.[1];
  const identification = /\bid (\d{1,5})\b/.exec(text)?.[1];
  if (timeToLive === undefined && identification === undefined) return undefined;
  return {
    // It is not printed where it is 0.
    timeToLive: Number(timeToLive ?? 0) & 0xff,
    identification: identification === undefined ? undefined : Number(identification) & 0xffff,
    dontFragment: /flags \[[^\]]*DF|\(DF\)/.test(text),
  };
}

/** The port stands behind the last dot. */
function splitEnd(text: string): EndText | undefined {
  const at = text.lastIndexOf(".");
  const end = { host: text.slice(0, at), port: text.slice(at + 1) };
  return at > 0 && end.port !== "" ? end : undefined;
}

function stripPort(text: string): string {
  return splitEnd(text)?.host ?? text;
}
