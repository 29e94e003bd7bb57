import { octetsBetween } from "../capture/byte-order.js";
import { type MultipathReset, readTcpOptions, type TcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { readPayload } from "../decode/read-payload.js";
import { TRUNCATED } from "../model/format.js";
import type { Model } from "../model/model.js";
import { MULTIPATH_REASONS } from "../model/multipath-reasons.js";
import type { Reading } from "../model/record.js";
import { findCause, statesCause } from "../model/registry.js";
import { quoteText } from "../model/text.js";
import type { Statement } from "./core/history.js";
import { findCode, MEANINGS, type Meanings } from "./core/registry-words.js";
import type { SideState } from "./core/side.js";
import { netscalerTexts } from "./tables.js";

/** Formats and the pattern of the definition that are not like the others. */
const OPAQUE = "opaque";
const TEXT = "text";
const BIG_IP = "big-ip";
const LONGEST_SENTENCE = 300;
const CUT = "the snapshot length cut the payload";
const HTTP = ["HTTP/", "GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS "];

/**
 * What an RST segment says of its cause: the payload before the options before the window, and a
 * malformed payload only where there is nothing else. The `sender` is what was seen of its end before.
 */
export function readStatement(
  model: Model,
  segment: TcpSegment,
  sender: SideState,
): Statement | undefined {
  const payload = readStatedPayload(model, segment);
  if (payload && !payload.isIgnored) return payload;
  return readOptions(model, segment) ?? readWindow(segment, sender) ?? payload;
}

function readStatedPayload(model: Model, segment: TcpSegment): Statement | undefined {
  const { octets, payloadStart, capturedEnd, lengthBytes } = segment;
  if (lengthBytes === 0) return undefined;
  const captured = octetsBetween(octets, payloadStart, capturedEnd);
  const reading = readPayload(model, { octets: captured, lengthBytes });
  if (!reading || reading.format === OPAQUE) return undefined;
  if (reading.format === TEXT) return readSentence(model, reading);
  const { format, standing, status, reasonCode, pen, problems } = reading;
  if (status === "malformed") {
    return { ...plain(format, undefined), isIgnored: true, missing: problems };
  }
  const isValid = status === "valid";
  return {
    format,
    reason: wordsOf(reading),
    meaning: meaningOf(model, reading),
    // The kernel's own numbers are not those of the registry.
    reasonCode: pen === undefined ? undefined : reasonCode,
    pen,
    certainty: isValid ? "high" : "low",
    isShapeOnly: standing === "guess",
    benign: false,
    isIgnored: false,
    missing: isValid ? [] : [CUT],
  };
}

/** The words of the registry, or those of the sender as a quotation. */
function wordsOf({ reason, text, pattern }: Reading): string | undefined {
  const isForeign = text !== undefined && (reason === undefined || pattern !== undefined);
  return isForeign ? quoteText(reason ?? text) : reason;
}

/** Text without a format: that of a known pattern, or else at least a sentence. */
function readSentence(model: Model, reading: Reading): Statement | undefined {
  const { format, pattern, text, reason, problems } = reading;
  const missing = problems.includes(TRUNCATED) ? [CUT] : [];
  if (pattern === BIG_IP && reason !== undefined) {
    const isPeer = text?.includes("{peer}") ?? false;
    const words = quoteText(reason);
    const shown = isPeer ? `${words} (on the proxy's other side)` : words;
    const code = codeFor(model, meaningsOfBigIp(reason));
    return { ...plain(format, shown), ...code, isShapeOnly: true, missing };
  }
  if (text === undefined || text.length > LONGEST_SENTENCE || !isSentence(text)) return undefined;
  if (HTTP.some((start) => text.startsWith(start))) return undefined;
  const meaning = meaningOf(model, reading);
  return {
    ...plain(format, quoteText(text)),
    meaning,
    certainty: "low",
    isShapeOnly: true,
    missing,
  };
}

/** A word, a space, a word, of two letters each: nothing else is taken for a sentence. */
function isSentence(text: string): boolean {
  const words = text.split(" ");
  return words.slice(1).some((word, at) => {
    const before = words[at] ?? "";
    const isWord = isLetter(word, 0) && isLetter(word, 1);
    return isWord && isLetter(before, before.length - 1) && isLetter(before, before.length - 2);
  });
}

function isLetter(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at) | 0x20;
  return code >= 0x61 && code <= 0x7a;
}

function readOptions(model: Model, segment: TcpSegment): Statement | undefined {
  const { octets, optionsStart, optionsEnd } = segment;
  if (optionsStart === optionsEnd) return undefined;
  const cause = readMultipath(readTcpOptions(octets, optionsStart, optionsEnd));
  return cause && { ...plain("multipath", cause.reason), ...codeFor(model, cause.meanings) };
}

function readWindow(segment: TcpSegment, sender: SideState): Statement | undefined {
  const code = readNetscalerCode(segment, sender);
  if (!code) return undefined;
  return {
    ...plain("netscaler-window", `NetScaler ${code.code}: ${code.text}`),
    certainty: "medium",
    benign: code.isBenign,
    missing: ["the window may have this value by chance"],
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
    isShapeOnly: false,
    benign: false,
    isIgnored: false,
    missing: [],
  };
}

function codeFor(model: Model, meanings: Meanings): Pick<Statement, "reasonCode" | "pen"> {
  const code = findCode(model, meanings);
  return { reasonCode: code?.reasonCode, pen: undefined };
}

/** What a payload states: the meaning of its code, or of the record whose words its text has. */
function meaningOf(model: Model, reading: Reading): string | undefined {
  const { reasonCode, registry: id, reason, text } = reading;
  if (reasonCode === undefined) return meaningsByWords(model).get(fold(reason ?? text ?? ""));
  const registry =
    model.registries.find((one) => one.id === id) ??
    model.vendors.find((vendor) => vendor.registry.id === id)?.registry;
  return registry && findCause(registry, reasonCode)?.meaning;
}

const wordsOfModels = new WeakMap<Model, ReadonlyMap<string, string>>();

/** The meaning of each record of all revisions, by its words: a text says no code. */
function meaningsByWords(model: Model): ReadonlyMap<string, string> {
  const known = wordsOfModels.get(model);
  if (known) return known;
  const rows = model.registries
    .flatMap((registry) => [registry, ...registry.others])
    .flatMap(({ rows: all }) => all.filter(statesCause));
  const meanings = new Map(
    rows.flatMap(({ description, meaning }) =>
      meaning === undefined ? [] : [[fold(description), meaning] as const],
    ),
  );
  wordsOfModels.set(model, meanings);
  return meanings;
}

function fold(words: string): string {
  return words.toLowerCase();
}

const BIG_IP_MEANINGS: readonly (readonly [start: string, meanings: Meanings])[] = [
  ["No local listener", MEANINGS.closed],
  ["No flow found", MEANINGS.closed],
  ["Flow expired", MEANINGS.timeout],
  ["TCP retransmit timeout", MEANINGS.timeout],
  ["handshake timeout", MEANINGS.timeout],
  ["Connection limit", MEANINGS.resource],
  ["Policy action", MEANINGS.notAuthorized],
  ["Port denied", MEANINGS.notAuthorized],
  ["TCP 3WHS rejected", MEANINGS.notAuthorized],
  ["No route to host", MEANINGS.unreachable],
  ["No pool member", MEANINGS.unreachable],
  ["No server selected", MEANINGS.unreachable],
  ["TCP RST from remote system", MEANINGS.peerReset],
];

/** The meanings of a cause that BIG-IP states (F5 article K13223). */
function meaningsOfBigIp(cause: string): Meanings {
  return BIG_IP_MEANINGS.find(([start]) => cause.startsWith(start))?.[1] ?? [];
}

/** What the reasons of MP_TCPRST mean in the registry, in the order of their codes. */
const MULTIPATH_MEANINGS: readonly Meanings[] = [
  [],
  MEANINGS.malformed,
  MEANINGS.resource,
  MEANINGS.notAuthorized,
  MEANINGS.outstanding,
  MEANINGS.performance,
  MEANINGS.middlebox,
];

interface MultipathCause {
  readonly reason: string;
  readonly meanings: Meanings;
}

/** Reads MP_TCPRST, else MP_FASTCLOSE, which closes the whole connection (section 3.5). */
function readMultipath(options: TcpOptions): MultipathCause | undefined {
  if (options.multipathReset) return describe(options.multipathReset);
  return options.hasFastClose
    ? { reason: "MPTCP fast close", meanings: MEANINGS.abort }
    : undefined;
}

function describe({ reason, isTransient }: MultipathReset): MultipathCause {
  const text = MULTIPATH_REASONS[reason] ?? `MPTCP reason ${reason}`;
  return {
    reason: isTransient ? `${text} (transient)` : text,
    meanings: MULTIPATH_MEANINGS[reason] ?? [],
  };
}

/** The first octet of a time to live that began at 255, after a path of any real length. */
const LEAST_TIME_TO_LIVE = 192;
/** Causes that say themselves that nothing is wrong: health monitors. */
const BENIGN: ReadonlySet<number> = new Set([9800, 9843]);
/** A table for people: the first sentence is enough. */
const LONGEST_MEANING = 120;

interface NetscalerCode {
  readonly code: number;
  readonly text: string;
  readonly isBenign: boolean;
}

/**
 * The code in the window of an RST, where that is plausible: no payload, a known code, another
 * window than before, and a time to live that began at 255. Others use these windows by accident.
 */
function readNetscalerCode(segment: TcpSegment, sender: SideState): NetscalerCode | undefined {
  const { window, lengthBytes, packet } = segment;
  if (lengthBytes > 0 || sender.segments === 0 || sender.window === window) return undefined;
  // Not known is not enough.
  if (!(packet.timeToLive >= LEAST_TIME_TO_LIVE)) return undefined;
  const text = netscalerTexts().get(window);
  if (text === undefined) return undefined;
  return { code: window, text: shorten(text), isBenign: BENIGN.has(window) };
}

function shorten(text: string): string {
  const end = text.indexOf(". ");
  const sentence = end < 0 ? text : text.slice(0, end + 1);
  return sentence.length <= LONGEST_MEANING
    ? sentence
    : `${sentence.slice(0, LONGEST_MEANING - 3)}...`;
}
