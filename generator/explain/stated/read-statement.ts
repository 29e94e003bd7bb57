import { readTcpOptions } from "../../capture/tcp-options.js";
import type { TcpSegment } from "../../capture/tcp-segment.js";
import { readPayload } from "../../decode/read-payload.js";
import { type Model, TRUNCATED } from "../../model/model.js";
import type { Reading } from "../../model/record.js";
import { findCode, type Meanings, meaningOf } from "../registry-words.js";
import type { SideState } from "../side.js";
import type { Statement } from "../statement.js";
import { meaningsOfBigIp } from "./big-ip-causes.js";
import { readMultipath } from "./multipath.js";
import { readNetscalerWindow } from "./netscaler-window.js";

/** Formats and the pattern of the definition that are not like the others. */
const OPAQUE = "opaque";
const TEXT = "text";
const BIG_IP = "big-ip";
const LONGEST_TEXT = 300;
/** A word, a space, a word: nothing else is taken for a sentence. */
const SENTENCE = /[A-Za-z]{2,} [A-Za-z]{2,}/;
const HTTP = /^(HTTP\/|GET |POST |PUT |HEAD |DELETE |OPTIONS )/;

/**
 * What an RST segment says of its cause: the payload before the options before the window, and a
 * malformed payload only where there is nothing else. The `sender` is what was seen of its end before.
 */
export function readStatement(
  model: Model,
  segment: TcpSegment,
  sender: SideState,
): Statement | undefined {
  const text = readText(model, segment);
  if (text && !text.isIgnored) return text;
  return readOptions(model, segment) ?? readWindow(segment, sender) ?? text;
}

function readText(model: Model, segment: TcpSegment): Statement | undefined {
  const { lengthBytes, octets, textStart, capturedEnd } = segment;
  if (lengthBytes === 0) return undefined;
  const reading = readPayload(model, {
    octets: octets.subarray(textStart, capturedEnd),
    lengthBytes,
  });
  if (!reading || reading.format === OPAQUE) return undefined;
  if (reading.format === TEXT) return readSentence(model, reading);
  const { format, status, reasonCode, pen, reason, text, problems } = reading;
  if (status === "malformed") {
    return { ...plain(format, undefined), isIgnored: true, missing: problems };
  }
  return {
    ...plain(format, reason ?? text),
    meaning: meaningOf(model, reading),
    // The kernel's own numbers are not those of the registry.
    ...(pen !== undefined && { reasonCode, pen }),
    certainty: status === "valid" ? "high" : "low",
    missing: status === "valid" ? [] : [`the payload is ${status}: ${problems.join(", ")}`],
  };
}

/** Text without a format: that of a known pattern, or else at least a sentence. */
function readSentence(model: Model, reading: Reading): Statement | undefined {
  const { format, pattern, text, reason, problems } = reading;
  const missing = problems.includes(TRUNCATED) ? ["the snapshot length cut the text"] : [];
  if (pattern === BIG_IP && reason !== undefined) {
    const isPeer = text?.includes("{peer}") ?? false;
    const shown = isPeer ? `${reason} (on the proxy's other side)` : reason;
    return { ...plain(format, shown), ...codeFor(model, meaningsOfBigIp(reason)), missing };
  }
  const isSentence = text !== undefined && text.length <= LONGEST_TEXT && SENTENCE.test(text);
  if (!isSentence || HTTP.test(text)) return undefined;
  const meaning = meaningOf(model, reading);
  return { ...plain(format, text), meaning, certainty: "low", missing };
}

function readOptions(model: Model, segment: TcpSegment): Statement | undefined {
  const { octets, optionsStart, optionsEnd } = segment;
  if (optionsStart === optionsEnd) return undefined;
  const cause = readMultipath(readTcpOptions(octets, optionsStart, optionsEnd));
  return cause && { ...plain("multipath", cause.reason), ...codeFor(model, cause.meanings) };
}

function readWindow(segment: TcpSegment, sender: SideState): Statement | undefined {
  const code = readNetscalerWindow({
    window: segment.window,
    payloadLength: segment.lengthBytes,
    timeToLive: segment.packet.timeToLive,
    lastWindow: sender.segments > 0 ? sender.window : undefined,
  });
  if (!code) return undefined;
  return {
    ...plain("netscaler-window", `NetScaler ${code.code}: ${code.text}`),
    certainty: "medium",
    benign: code.isBenign,
    missing: ["the window may have this value by accident"],
  };
}

function plain(format: string, reason: string | undefined): Statement {
  return {
    format,
    reason,
    meaning: undefined,
    reasonCode: undefined,
    pen: undefined,
    certainty: "high",
    benign: false,
    isIgnored: false,
    missing: [],
  };
}

function codeFor(model: Model, meanings: Meanings): Pick<Statement, "reasonCode" | "pen"> {
  const code = findCode(model, meanings);
  return { reasonCode: code?.reasonCode, pen: undefined };
}
