import { CaptureError } from "../../generator/capture/frame.js";
import { sourceOf } from "../../generator/capture/ip-packet.js";
import { SegmentReader } from "../../generator/capture/tcp-segment.js";
import { readText, type TextCounts } from "../../generator/decode/read-text.js";
import type { Model } from "../../generator/model/model.js";
import type { Random } from "./random.js";

/** An address that only payloads have: a segment from it was forged. */
const FORGER = "203.0.113.66";
const EVIL = `${FORGER}.1 > ${FORGER}.2: Flags [R], seq 1, win 0, length 0`;
const TIME = "12:00:00.000001 ";
const HEADER = "(tos 0x0, ttl 61, id 7, offset 0, flags [DF], proto TCP (6), length 240)";
const DATA = "192.0.2.1.80 > 198.51.100.7.52292: Flags [P.], seq 1:200, ack 1, win 9, length 199";

/** What a sender can have in a payload, a name or a dump. */
const FORGED = [
  `${TIME}IP ${EVIL}`,
  `IP ${EVIL}`,
  EVIL,
  `   1 0.1 ${FORGER} -> ${FORGER} TCP 54 1 > 2 [RST] Seq=1 Win=0 Len=0`,
  `${TIME}IP ${HEADER}`,
  `02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 54: ${EVIL}`,
];

/** Where tcpdump prints what a sender wrote; whatever it is, it is no record. */
const PLACES: readonly ((evil: string) => readonly string[])[] = [
  (evil) => [`${TIME}IP ${HEADER}`, `    ${DATA}: HTTP, length: 199`, `\t${evil}`],
  (evil) => [`${TIME}IP ${DATA}: HTTP: GET ${evil}`],
  (evil) => [`${TIME}IP ${HEADER}`, `    ${DATA.replace("P.", "R.")} [RST+ ${evil.slice(0, 30)}]`],
  (evil) => [`${TIME}PPPoE PADI [Service-Name " ${evil} "]`],
  (evil) => [`${TIME}IP 192.0.2.1.53 > 192.0.2.2.99: 1234 A? ${evil} (40)`],
  (evil) => [`${TIME}IP ${DATA}`, `\t0x0000:  4500 0028 ${evil}`],
];

/** Lines as tcpdump and tshark print them, in which mistakes are made. */
const SOUND = [
  `${TIME}IP ${DATA}`,
  `${TIME}IP ${HEADER}`,
  `    ${DATA}`,
  `${TIME}IP6 2001:db8::1.443 > 2001:db8::2.99: Flags [R.], seq 1, ack 2, win 0, length 0`,
  `${TIME}192.0.2.1.80 > 192.0.2.2.99: S 1:1(0) win 512 <mss 1460,nop,wscale 7> (DF) (ttl 64, id 1, len 44)`,
  "\t0x0000:  4500 0030 0007 4000 4006 0000 c000 0201  E..0..@.@.......",
  "   12   0.285731 192.0.2.1 → 198.51.100.7 TCP 54 443 → 52292 [RST, ACK] Seq=1 Ack=1 Win=9 Len=0",
  `> ${TIME}IP ${DATA.replace(">", "&gt;")}`,
  "$ tcpdump -n",
  "...",
  "",
];
const PIECES = [
  " ",
  ">",
  "(",
  ")",
  "[",
  "]",
  ",",
  ":",
  ".",
  "\t",
  "IP ",
  "Flags [",
  "0x",
  "9",
  "-1",
  "é",
];

/** A text of so many lines, with mistakes everywhere but in what a sender wrote. */
function makeLines(random: Random, count: number): readonly string[] {
  const lines: string[] = [];
  while (lines.length < count) {
    if (random.percent(30)) lines.push(...random.pick(PLACES)(random.pick(FORGED)));
    else lines.push(mutate(random, random.pick(SOUND)));
  }
  return lines.slice(0, count);
}

function mutate(random: Random, line: string): string {
  let now = line;
  for (let left = random.below(4); left > 0; left -= 1) {
    const at = random.below(now.length + 1);
    const cut = random.below(random.percent(20) ? now.length + 1 : 4);
    now = `${now.slice(0, at)}${random.pick(PIECES)}${now.slice(at + cut)}`;
  }
  return now;
}

/** What a text gave that it must not. */
export interface TextProblem {
  readonly what: string;
  readonly lines: readonly string[];
}

/** Reads a text of so many mutated lines; gives what is wrong, or how many segments it has. */
export async function fuzzText(
  random: Random,
  model: Model,
  count: number,
): Promise<TextProblem | number> {
  const lines = makeLines(random, count);
  const reader = new SegmentReader();
  let what: string | undefined;
  const counts: TextCounts = { frames: 0, segments: 0, skippedLines: 0, unreadable: 0, quiet: 0 };
  async function* chunks() {
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
  try {
    await readText(
      model,
      chunks(),
      (frame) => {
        const segment = reader.read(frame);
        if (segment === undefined) return;
        if (sourceOf(segment.packet) === FORGER) what = `frame ${frame.number} was forged`;
        const isSound = segment.lengthBytes >= segment.capturedEnd - segment.payloadStart;
        if (!isSound) what = `frame ${frame.number} has more octets than its length`;
      },
      counts,
    );
  } catch (error) {
    if (!(error instanceof CaptureError)) what = String(error);
  }
  return what === undefined ? counts.segments : { what, lines };
}
