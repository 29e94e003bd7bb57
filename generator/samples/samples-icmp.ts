import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIcmpError } from "./build-icmp.js";
import { buildIpv4, buildIpv6 } from "./build-ip.js";
import { buildEthernet } from "./build-link.js";
import { buildTcp } from "./build-tcp.js";
import { endsOf, type IpVersion, type SamplePacket } from "./sample-packet.js";

const { ACK, SYN } = TCP_FLAG;
const ROUTERS = { 4: "203.0.113.1", 6: "2001:db8:99::1" } as const;

interface Refusal {
  readonly version: IpVersion;
  readonly port: number;
  readonly type: number;
  readonly code: number;
  readonly words: string;
}

const REFUSALS: readonly Refusal[] = [
  { version: 4, port: 50_001, type: 3, code: 1, words: "host unreachable" },
  { version: 4, port: 50_002, type: 3, code: 1, words: "host unreachable" },
  {
    version: 4,
    port: 50_003,
    type: 3,
    code: 13,
    words: "communication administratively prohibited",
  },
  { version: 4, port: 50_004, type: 11, code: 0, words: "time to live exceeded in transit" },
  { version: 6, port: 50_005, type: 1, code: 0, words: "no route to destination" },
  { version: 6, port: 50_006, type: 3, code: 0, words: "hop limit exceeded in transit" },
];

/** SYNs that routers refuse by ICMP, and one that is answered after all. No RST is in them. */
export function icmpErrors(): readonly SamplePacket[] {
  const late = { version: 4, port: 50_007, type: 3, code: 1, words: "host unreachable" } as const;
  const answer = {
    sentence: "The SYN-ACK of the same connection: it survived the error",
    octets: buildEthernet({ payload: packetOf(late, "server") }),
  };
  return [...REFUSALS.flatMap(refuse), ...refuse(late), answer];
}

function refuse(refusal: Refusal): readonly SamplePacket[] {
  const { version, type, code, words } = refusal;
  const quoted = packetOf(refusal, "client");
  const error = buildIcmpError({
    source: ROUTERS[version],
    destination: endsOf(version).source,
    type,
    code,
    quoted,
  });
  return [
    {
      sentence: `A SYN over IPv${version} from port ${refusal.port}`,
      octets: buildEthernet({ payload: quoted }),
    },
    {
      sentence: `An ICMP error about that SYN: ${words}`,
      octets: buildEthernet({ payload: error }),
    },
  ];
}

/** A SYN of the client, or the server's answer to it. */
function packetOf({ version, port }: Refusal, from: "client" | "server"): Uint8Array {
  const { source: client, destination: server } = endsOf(version);
  const isClient = from === "client";
  const ends = isClient
    ? { source: client, destination: server, sourcePort: port, destinationPort: 443 }
    : { source: server, destination: client, sourcePort: 443, destinationPort: port };
  const payload = buildTcp({
    ...ends,
    sequenceNumber: isClient ? 1000 : 5000,
    acknowledgmentNumber: isClient ? 0 : 1001,
    flags: isClient ? SYN : SYN | ACK,
    payload: new Uint8Array(),
  });
  return version === 4 ? buildIpv4({ ...ends, payload }) : buildIpv6({ ...ends, payload });
}
