import {
  type Announced,
  describeAnnounced,
  etherType,
  ipProtocol,
  linkType,
  pppProtocol,
  udpPort,
} from "./encapsulation.js";
import { ENCRYPTED_80211 } from "./encapsulations/wireless.js";

/** What can carry TCP and is not read here, by the name that people know. */
const NAMES: ReadonlyMap<Announced, string> = new Map([
  [ENCRYPTED_80211, "encrypted 802.11"],
  ...(
    [
      [3, "AX.25"],
      [99, "Symantec firewall"],
      [109, "OpenBSD encapsulating interface"],
      [107, "Frame Relay"],
      [117, "OpenBSD PF log"],
      [122, "IP over Fibre Channel"],
      [123, "SunATM"],
      [138, "Apple IP over IEEE 1394"],
      [143, "DOCSIS"],
      [149, "PF log"],
      [177, "LAPD"],
      [187, "Bluetooth HCI"],
      [189, "USB"],
      [195, "IEEE 802.15.4"],
      [201, "Bluetooth HCI"],
      [206, "Frame Relay"],
      [220, "USB"],
      [226, "IPNET"],
      [227, "CAN"],
      [230, "IEEE 802.15.4"],
      [240, "netANALYZER"],
      [242, "IP over InfiniBand"],
      [247, "InfiniBand"],
      [249, "USBPcap"],
      [253, "netlink"],
      [258, "PKTAP"],
      [271, "VSOCK"],
      [274, "MACsec PCIe"],
    ] as const
  ).map(([type, name]) => [linkType(type), `link type ${name}`] as const),
  [etherType(0x88e5), "MACsec"],
  [etherType(0x8903), "FabricPath"],
  [etherType(0x4305), "B.A.T.M.A.N."],
  [etherType(0x6559), "Frame Relay"],
  [etherType(0x876b), "compressed TCP/IP headers"],
  [ipProtocol(50), "ESP"],
  [ipProtocol(53), "SwIPe"],
  [ipProtocol(55), "IP Mobility"],
  [ipProtocol(108), "IP payload compression"],
  [ipProtocol(115), "L2TPv3"],
  [udpPort(4500), "ESP in UDP"],
  [udpPort(1194), "OpenVPN"],
  [udpPort(51820), "WireGuard"],
  [udpPort(5247), "CAPWAP"],
  [udpPort(6080), "Generic UDP Encapsulation"],
  [pppProtocol(0x002d), "compressed TCP/IP headers"],
  [pppProtocol(0x002f), "compressed TCP/IP headers"],
  [pppProtocol(0x003d), "multilink PPP"],
  [pppProtocol(0x0053), "encrypted PPP"],
  [pppProtocol(0x00fd), "compressed PPP"],
]);

/** EtherTypes of protocols that carry no IP: what is in their frames is no loss. */
const WITHOUT_IP: ReadonlySet<number> = new Set([
  0x0600, 0x0801, 0x0805, 0x0806, 0x0807, 0x0842, 0x0bad, 0x2000, 0x2001, 0x2003, 0x2004, 0x22ea,
  0x22f0, 0x22f4, 0x6000, 0x6001, 0x6002, 0x6003, 0x6004, 0x6007, 0x8035, 0x8038, 0x809b, 0x80d5,
  0x80e1, 0x80f3, 0x8102, 0x8137, 0x814c, 0x86dd, 0x8808, 0x8809, 0x8819, 0x8863, 0x886c, 0x886d,
  0x887b, 0x888e, 0x8892, 0x8899, 0x889a, 0x88a2, 0x88a4, 0x88ab, 0x88b5, 0x88b6, 0x88b7, 0x88b8,
  0x88b9, 0x88ba, 0x88bf, 0x88c7, 0x88cc, 0x88cd, 0x88d8, 0x88d9, 0x88dc, 0x88e1, 0x88e3, 0x88ee,
  0x88f5, 0x88f6, 0x88f7, 0x88f8, 0x88fb, 0x8902, 0x8906, 0x890d, 0x8914, 0x8915, 0x891d, 0x893a,
  0x8940, 0x9000, 0x9003, 0x99fe, 0xcafe, 0xfefe,
]);

function nameOf(announced: Announced): string | undefined {
  const name = NAMES.get(announced);
  if (name !== undefined) return name;
  const { space, value } = describeAnnounced(announced);
  if (space === "link type") return `link type ${value}`;
  const isUnknown = space === "EtherType" && value >= 0x0600 && !WITHOUT_IP.has(value);
  return isUnknown ? `EtherType 0x${value.toString(16).padStart(4, "0")}` : undefined;
}

/** Whether frames are counted in which this number announces what is not read. */
export function isNotable(announced: Announced): boolean {
  return NAMES.has(announced);
}

/** Headers that are nested deeper than anybody means them to be. */
export const TOO_DEEP = "too many headers";

/** Frames of a capture that carry what is not read: how many, and what. */
export interface UnreadFrames {
  readonly frames: number;
  /** As people name it: `link type FDDI`, `ESP`. */
  readonly what: string;
}

/** What is said of a capture: `1,333 frames of link type FDDI, 2 of ESP are not read`. */
export function describeUnread(kinds: readonly UnreadFrames[]): string {
  const parts = kinds.map(({ frames, what }, at) => {
    const noun = at > 0 ? "" : frames === 1 ? " frame" : " frames";
    return `${frames.toLocaleString("en-US")}${noun} of ${what}`;
  });
  return `${parts.join(", ")} ${kinds.length === 1 && kinds[0]?.frames === 1 ? "is" : "are"} not read`;
}

/** A capture with more kinds is no capture: the rest is counted together. */
const KIND_LIMIT = 32;
const REST = "other kinds";

/** Counts the frames of which something is not read, by the first such thing in each. */
export class UnreadCounter {
  total = 0;
  readonly #counts = new Map<string, number>();

  /** Where it is known that this cannot carry TCP, nothing is counted. */
  add(announced: Announced | typeof TOO_DEEP): void {
    const name = typeof announced === "string" ? announced : nameOf(announced);
    if (name === undefined) return;
    this.total += 1;
    const isFull = this.#counts.size >= KIND_LIMIT && !this.#counts.has(name);
    const key = isFull ? REST : name;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** The most frequent first. */
  list(): readonly UnreadFrames[] {
    return [...this.#counts]
      .map(([what, frames]) => ({ what, frames }))
      .sort((a, b) => b.frames - a.frames || (a.what < b.what ? -1 : 1));
  }
}
