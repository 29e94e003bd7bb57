import { readFileSync } from "node:fs";

const FILE = new URL("../../../data/netscaler-window-codes.tsv", import.meta.url);
/** The first octet of a time to live that began at 255, after a path of any real length. */
const LEAST_TIME_TO_LIVE = 192;
/** Causes that say themselves that nothing is wrong: health monitors. */
const BENIGN: ReadonlySet<number> = new Set([9800, 9843]);
/** A table for people: the first sentence is enough. */
const LONGEST_TEXT = 120;

let texts: ReadonlyMap<number, string> | undefined;

/** What NetScaler's code in the raw window of an RST says. */
export interface NetscalerCode {
  readonly code: number;
  readonly text: string;
  readonly isBenign: boolean;
}

/** What of an RST and of its sender decides whether its window can be a code. */
export interface WindowFacts {
  readonly window: number;
  readonly payloadLength: number;
  readonly timeToLive: number;
  /** The last raw window that the sender advertised before; undefined without one. */
  readonly lastWindow: number | undefined;
}

/**
 * The code in the window of an RST, where that is plausible: no payload, a known code, another
 * window than before, and a time to live that began at 255. Others use these windows by accident.
 */
export function readNetscalerWindow(facts: WindowFacts): NetscalerCode | undefined {
  const { window, payloadLength, timeToLive, lastWindow } = facts;
  if (payloadLength > 0 || lastWindow === undefined || lastWindow === window) return undefined;
  if (timeToLive < LEAST_TIME_TO_LIVE) return undefined;
  texts ??= readTexts();
  const text = texts.get(window);
  return text === undefined ? undefined : { code: window, text, isBenign: BENIGN.has(window) };
}

function readTexts(): ReadonlyMap<number, string> {
  const lines = readFileSync(FILE, "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [code = "", text = ""] = line.split("\t");
        return [Number(code), shorten(text)];
      }),
  );
}

function shorten(text: string): string {
  const [sentence = ""] = text.split(/(?<=\.)\s/);
  return sentence.length <= LONGEST_TEXT ? sentence : `${sentence.slice(0, LONGEST_TEXT - 3)}...`;
}
