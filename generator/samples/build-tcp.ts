import { parseAddress } from "../capture/ip-address.js";
import { IP_PROTOCOL } from "../capture/protocol-numbers.js";
import { computeTransportChecksum } from "./build-ip.js";

/** A TCP segment to build. The addresses are those of the IP header, for the checksum. */
export interface TcpFields {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** 0 where absent, as all that follow. */
  readonly sequenceNumber?: number;
  readonly acknowledgmentNumber?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly urgentPointer?: number;
  /** Kinds, lengths and values as on the wire; padded to 32 bits with End of Option List. */
  readonly options?: Uint8Array;
  readonly payload?: Uint8Array;
}

const HEADER_LENGTH = 20;

/**
 * Builds a TCP segment with its checksum (RFC 9293 section 3.1).
 * Throws `Error` for a text that is no address, `RangeError` for a number beyond its field.
 */
export function buildTcp(fields: TcpFields): Uint8Array {
  const options = fields.options ?? new Uint8Array();
  const payload = fields.payload ?? new Uint8Array();
  const headerLength = HEADER_LENGTH + Math.ceil(options.length / 4) * 4;
  if (headerLength > 60) throw new RangeError(`too long for TCP options: ${options.length} octets`);
  const segment = Buffer.alloc(headerLength + payload.length);
  segment.writeUInt16BE(fields.sourcePort, 0);
  segment.writeUInt16BE(fields.destinationPort, 2);
  segment.writeUInt32BE(fields.sequenceNumber ?? 0, 4);
  segment.writeUInt32BE(fields.acknowledgmentNumber ?? 0, 8);
  segment.writeUInt8(headerLength << 2, 12);
  segment.writeUInt8(fields.flags ?? 0, 13);
  segment.writeUInt16BE(fields.window ?? 0, 14);
  segment.writeUInt16BE(fields.urgentPointer ?? 0, 18);
  segment.set(options, HEADER_LENGTH);
  segment.set(payload, headerLength);
  const source = parseAddress(fields.source);
  const destination = parseAddress(fields.destination);
  const pseudo = { source, destination, protocol: IP_PROTOCOL.TCP };
  segment.writeUInt16BE(computeTransportChecksum(pseudo, segment), 16);
  return segment;
}
