import { int32At, octetAt, uint16At } from "../capture/byte-order.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { CONTENT, type Content } from "./core/history.js";

/** No-Operation twice, then the kind and the length of the Timestamps option. */
const PADDED_TIMESTAMPS = 0x0101080a;

/** The usual place first: two octets of padding, then the option, in nearly every segment. */
export function hasTimestampsOption({ octets, optionsStart, optionsEnd }: TcpSegment): boolean {
  const length = optionsEnd - optionsStart;
  if (length < 10) return false;
  if (length >= 12 && int32At(octets, optionsStart) === PADDED_TIMESTAMPS) return true;
  return readTcpOptions(octets, optionsStart, optionsEnd).hasTimestamps;
}

const TLS = { ALERT: 21, HANDSHAKE: 22, APPLICATION_DATA: 23 } as const;
const CLIENT_HELLO = 1;
const RECORD_HEADER_LENGTH = 5;
const ALERT_RECORD_LENGTH = 7;
/** In TLS 1.3: level, description, the type, and the tag of the usual cipher suites. */
const SEALED_ALERT_LENGTH = 2 + 1 + 16;
const FATAL = 2;
/** How HTTP/1 begins, in the first four octets (RFC 9112 section 2.1), which is enough to tell. */
const GET = wordOf("GET ");
const POST = wordOf("POST");
const PUT = wordOf("PUT ");
const HEAD = wordOf("HEAD");
const CONNECT = wordOf("CONN");
const ANSWER = wordOf("HTTP");
/** Where the first digit of the status stands: "HTTP/1.1 413". */
const STATUS_OFFSET = 9;
const REFUSING_DIGITS: readonly number[] = [0x34, 0x35];

function wordOf(text: string): number {
  let word = 0;
  for (let at = 0; at < 4; at += 1) word = (word << 8) | text.charCodeAt(at);
  return word;
}

/** Recognises what of a payload has to do with a reset: alerts of TLS, and what was asked for. */
export function recognise({ octets, payloadStart, capturedEnd, lengthBytes }: TcpSegment): Content {
  const captured = capturedEnd - payloadStart;
  if (captured < ALERT_RECORD_LENGTH) return captured < lengthBytes ? CONTENT.CUT : CONTENT.OTHER;
  const type = octetAt(octets, payloadStart) ?? 0;
  if (type > TLS.APPLICATION_DATA) return recogniseHttp(octets, payloadStart, captured);
  if (
    type < TLS.ALERT ||
    octetAt(octets, payloadStart + 1) !== 3 ||
    (octetAt(octets, payloadStart + 2) ?? 0) > 4
  ) {
    return CONTENT.OTHER;
  }
  return recogniseTls(octets, payloadStart, lengthBytes);
}

/**
 * A ClientHello or an alert (RFC 8446 section 6, RFC 5246 section 7.2): type(1) version(2) length(2),
 * then level(1) description(1). An encrypted one of TLS 1.3 looks like application data but for its
 * length (RFC 8446 section 5.2).
 */
function recogniseTls(octets: Uint8Array, start: number, lengthBytes: number): Content {
  const type = octetAt(octets, start);
  const first = octetAt(octets, start + RECORD_HEADER_LENGTH);
  if (type === TLS.HANDSHAKE) return first === CLIENT_HELLO ? CONTENT.CLIENT_HELLO : CONTENT.OTHER;
  const length = uint16At(octets, start + 3);
  if (type === TLS.ALERT && length === 2 && first === FATAL) return CONTENT.FATAL_ALERT;
  const isAlert =
    type === TLS.ALERT || (type === TLS.APPLICATION_DATA && length === SEALED_ALERT_LENGTH);
  return isAlert && length + RECORD_HEADER_LENGTH === lengthBytes
    ? CONTENT.CLOSING_ALERT
    : CONTENT.OTHER;
}

function recogniseHttp(octets: Uint8Array, start: number, captured: number): Content {
  const word = int32At(octets, start);
  if (word === ANSWER) {
    const isRefusal =
      captured > STATUS_OFFSET &&
      REFUSING_DIGITS.includes(octetAt(octets, start + STATUS_OFFSET) ?? 0);
    return isRefusal ? CONTENT.REFUSAL : CONTENT.OTHER;
  }
  const isRequest =
    word === GET || word === POST || word === PUT || word === HEAD || word === CONNECT;
  return isRequest ? CONTENT.REQUEST : CONTENT.OTHER;
}

/** The description of a fatal alert. */
export function alertOf({ octets, payloadStart }: TcpSegment): number {
  return octetAt(octets, payloadStart + RECORD_HEADER_LENGTH + 1) ?? 0;
}
