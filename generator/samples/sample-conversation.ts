import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { isUsable } from "../model/registry.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIpv4, buildIpv6 } from "./build-ip.js";
import { buildTcp } from "./build-tcp.js";
import { endsOf, IP_VERSIONS, type IpVersion } from "./sample-packet.js";

/** One packet of a conversation, from its IP header on. */
export interface Sent {
  readonly packet: Uint8Array;
  readonly isFromClient: boolean;
  /** Of several networks that use the same addresses, in which it is. */
  readonly network: number;
}

interface Side {
  readonly isFromClient: boolean;
  readonly flags: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber?: number;
  readonly payload?: Uint8Array;
}

const { ACK, PSH, RST, SYN } = TCP_FLAG;
const REQUEST = Buffer.from("GET / HTTP/1.1\r\n\r\n");
const SERVER_PORT = 8080;

interface Talk {
  readonly version: IpVersion;
  readonly clientPort: number;
  /** The client's initial sequence number; the server's is 5,000 above it. */
  readonly first: number;
  /** Of the RST. */
  readonly payload: Uint8Array;
  readonly network?: number;
}

/** A request that the server answers by a reset. */
function reset({ first, payload, ...talk }: Talk): readonly Sent[] {
  const server = first + 5000;
  const after = first + 1 + REQUEST.length;
  return send(talk, [
    { isFromClient: true, flags: SYN, sequenceNumber: first },
    {
      isFromClient: false,
      flags: SYN | ACK,
      sequenceNumber: server,
      acknowledgmentNumber: first + 1,
    },
    { isFromClient: true, flags: ACK, sequenceNumber: first + 1, acknowledgmentNumber: server + 1 },
    {
      isFromClient: true,
      flags: PSH | ACK,
      sequenceNumber: first + 1,
      acknowledgmentNumber: server + 1,
      payload: REQUEST,
    },
    { isFromClient: false, flags: ACK, sequenceNumber: server + 1, acknowledgmentNumber: after },
    {
      isFromClient: false,
      flags: RST | ACK,
      sequenceNumber: server + 1,
      acknowledgmentNumber: after,
      payload,
    },
  ]);
}

function refuse({ first, ...talk }: Talk): readonly Sent[] {
  return send(talk, [
    { isFromClient: true, flags: SYN, sequenceNumber: first },
    { isFromClient: false, flags: RST | ACK, sequenceNumber: 0, acknowledgmentNumber: first + 1 },
  ]);
}

function send(
  { version, clientPort, network = 1 }: Pick<Talk, "version" | "clientPort" | "network">,
  sides: readonly Side[],
): readonly Sent[] {
  const { source: client, destination: server } = endsOf(version);
  return sides.map(({ isFromClient, ...fields }) => {
    const ends = isFromClient
      ? { source: client, destination: server }
      : { source: server, destination: client };
    const ports = isFromClient
      ? { sourcePort: clientPort, destinationPort: SERVER_PORT }
      : { sourcePort: SERVER_PORT, destinationPort: clientPort };
    const payload = buildTcp({
      ...ends,
      ...ports,
      window: (fields.flags & RST) === 0 ? 64_240 : 0,
      ...fields,
    });
    const packet =
      version === 4 ? buildIpv4({ ...ends, payload }) : buildIpv6({ ...ends, payload });
    return { packet, isFromClient, network };
  });
}

/** A stated reset and a refusal, over IPv4 and IPv6: what each encapsulation has inside. */
export function talk(model: Model): readonly Sent[] {
  const [format] = model.diagnosticFormats;
  const row = format?.registry.rows.findLast(isUsable);
  const payload = format
    ? encodePayload(format, codeValues(format, row?.first ?? 1, 0))
    : Buffer.of();
  return IP_VERSIONS.flatMap((version) => [
    ...reset({ version, clientPort: 40_000 + version, first: 1000, payload }),
    ...refuse({ version, clientPort: 41_000 + version, first: 9000, payload }),
  ]);
}

/** The same ends in two networks at the same time: one connection is reset, the other one later. */
export function talkTwice(): readonly Sent[] {
  const payload = Buffer.of();
  const one = { version: 4, clientPort: 40_000, payload } as const;
  const first = reset({ ...one, first: 1000, network: 1 });
  const second = reset({ ...one, first: 500_000_000, network: 2 });
  return first.flatMap((sent, at) => [sent, ...second.slice(at, at + 1)]);
}
