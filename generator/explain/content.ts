import { int32At } from "../capture/byte-order.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { CONTENT, type Content } from "./core/history.js";

const TLS = { ALERT: 21, HANDSHAKE: 22, APPLICATION_DATA: 23 } as const;
const RECORD_HEADER_LENGTH = 5;
const ALERT_RECORD_LENGTH = 7;
/** In TLS 1.3: level, description, the type, and the tag of the usual cipher suites. */
const SEALED_ALERT_LENGTH = 2 + 1 + 16;
const FATAL = 2;
const CLIENT_HELLO = 1;

/** Recognises the payload of a segment; only what was captured can be. */
export function recognise(segment: TcpSegment): Content {
  if (segment.lengthBytes === 0) return CONTENT.NONE;
  const { octets, payloadStart, capturedEnd } = segment;
  if (capturedEnd - payloadStart < ALERT_RECORD_LENGTH) {
    return capturedEnd - payloadStart < segment.lengthBytes ? CONTENT.CUT : CONTENT.OTHER;
  }
  const first = octets[payloadStart] ?? 0;
  if (first === TLS.HANDSHAKE) {
    if (
      isTlsVersion(octets, payloadStart + 1) &&
      octets.readUInt8(payloadStart + 5) === CLIENT_HELLO
    ) {
      return CONTENT.CLIENT_HELLO;
    }
    return CONTENT.OTHER;
  }
  if (first === TLS.ALERT && findAlert(segment) !== undefined) return CONTENT.FATAL_ALERT;
  if (isClosingAlert(segment)) return CONTENT.CLOSING_ALERT;
  return first >= 0x41 && first <= 0x5a ? recogniseHttp(octets, payloadStart) : CONTENT.OTHER;
}

/**
 * Whether the payload is one alert, encrypted or close_notify (RFC 8446 section 6.1). In TLS 1.3 it
 * looks like application data (section 5.2), but for its length.
 */
function isClosingAlert({ octets, payloadStart, lengthBytes }: TcpSegment): boolean {
  const type = octets[payloadStart];
  if (type !== TLS.ALERT && type !== TLS.APPLICATION_DATA) return false;
  if (!isTlsVersion(octets, payloadStart + 1)) return false;
  const length = octets.readUInt16BE(payloadStart + 3);
  if (length + RECORD_HEADER_LENGTH !== lengthBytes) return false;
  return type === TLS.ALERT || length === SEALED_ALERT_LENGTH;
}

/**
 * The description of a fatal alert that is not encrypted (RFC 8446 section 6, RFC 5246 section
 * 7.2): type(1) version(2) length(2) = 2, level(1), description(1).
 */
export function findAlert({ octets, payloadStart, capturedEnd }: TcpSegment): number | undefined {
  if (capturedEnd - payloadStart < ALERT_RECORD_LENGTH) return undefined;
  if (octets.readUInt8(payloadStart) !== TLS.ALERT || !isTlsVersion(octets, payloadStart + 1)) {
    return undefined;
  }
  if (octets.readUInt16BE(payloadStart + 3) !== 2) return undefined;
  return octets.readUInt8(payloadStart + 5) === FATAL
    ? octets.readUInt8(payloadStart + 6)
    : undefined;
}

function isTlsVersion(octets: Buffer, at: number): boolean {
  return octets.readUInt8(at) === 3 && octets.readUInt8(at + 1) <= 4;
}

const HTTP_METHODS: ReadonlySet<number> = new Set(
  ["GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI"].map(wordOf),
);
const HTTP_RESPONSE = wordOf("HTTP");

/** Four characters as one number. */
function wordOf(text: string): number {
  return Buffer.from(text, "latin1").readInt32BE(0);
}

function recogniseHttp(octets: Buffer, payloadStart: number): Content {
  const start = int32At(octets, payloadStart);
  if (start === HTTP_RESPONSE) return CONTENT.HTTP_RESPONSE;
  return HTTP_METHODS.has(start) ? CONTENT.HTTP_REQUEST : CONTENT.OTHER;
}
