import type { CommentsByFrame } from "../capture/annotation.js";
import type { Failure } from "../model/failure.js";
import type { Finding } from "../model/finding.js";
import { showUnprintable } from "../model/text.js";
import { describeFailure } from "./core/failure-words.js";
import { sentencesOf, sentencesOfFailure } from "./core/story.js";
import { countOf, describeCause } from "./core/words.js";

/** Findings whose sentences are kept, some 200 MB of them; further ones are only counted. */
export const TOLD_LIMIT = 100_000;
/** Findings of one frame: only a frame that carries many packets has more than one. */
const TOLD_IN_FRAME = 8;
/** What one frame is the evidence of: the first one of a scan is that of all others. */
const EVIDENCE_IN_FRAME = 8;

/** Wireshark's tree shows 240 octets of a comment. */
const SHOWN_OCTETS = 236;
const CONTINUED = "... ";
/** Of a word that no line can show whole; each has 4 octets at most. */
const SHOWN_CHARACTERS = 50;

/** What is to be said at a frame. */
interface Said {
  told: number;
  readonly sentences: string[];
  readonly evidence: string[];
  /** Findings that it is the evidence of besides. */
  moreEvidence: number;
}

/** Something that `explain` says, and of what. */
interface Explained {
  readonly kind: "reset" | "failure";
  readonly frame: number;
  readonly evidence: readonly number[];
  readonly sentences: readonly string[];
  /** The cause and its certainty, in a few words. */
  readonly summary: string;
}

/**
 * Comments for the frames of a capture: all that is said of a reset at its RST, one sentence each,
 * and at its evidence what it is the evidence of. No word of a packet can break a line in them.
 */
export class FrameComments implements CommentsByFrame {
  /** Findings of which nothing is said: there are too many. */
  leftOut = 0;
  #told = 0;
  readonly #frames = new Map<number, Said>();

  addReset(finding: Finding): void {
    this.#add({
      kind: "reset",
      frame: finding.frame,
      evidence: finding.evidence,
      sentences: sentencesOf(finding),
      summary: `${describeCause(finding)}, certainty ${finding.certainty}`,
    });
  }

  addFailure(failure: Failure): void {
    this.#add({
      kind: "failure",
      frame: failure.frame,
      evidence: failure.evidence,
      sentences: sentencesOfFailure(failure),
      summary: `${describeFailure(failure)}, certainty ${failure.certainty}`,
    });
  }

  get size(): number {
    return this.#frames.size;
  }

  get(frame: number): readonly string[] | undefined {
    const said = this.#frames.get(frame);
    if (said === undefined) return undefined;
    const { sentences, evidence, moreEvidence } = said;
    const more =
      moreEvidence === 0 ? [] : [`Evidence of ${countOf(moreEvidence, "more finding")}.`];
    return [...sentences, ...evidence, ...more];
  }

  #add({ kind, frame, evidence, sentences, summary }: Explained): void {
    const toldInFrame = this.#frames.get(frame)?.told ?? 0;
    if (this.#told >= TOLD_LIMIT || toldInFrame >= TOLD_IN_FRAME) {
      this.leftOut += 1;
      return;
    }
    this.#told += 1;
    const own = this.#at(frame);
    own.told += 1;
    own.sentences.push(...sentences.flatMap(linesOf));
    const lines = linesOf(`Evidence of the ${kind} in frame ${frame}: ${summary}.`);
    for (const shown of evidence) if (shown !== frame) this.#addEvidence(shown, lines);
  }

  #addEvidence(frame: number, lines: readonly string[]): void {
    const said = this.#at(frame);
    if (said.evidence.length < EVIDENCE_IN_FRAME) said.evidence.push(...lines);
    else said.moreEvidence += 1;
  }

  #at(frame: number): Said {
    const known = this.#frames.get(frame);
    if (known !== undefined) return known;
    const said = { told: 0, sentences: [], evidence: [], moreEvidence: 0 };
    this.#frames.set(frame, said);
    return said;
  }
}

/** A quotation as a whole, so that no line is what a packet says alone, or a word. */
const WORD = /[^\s"]*"(?:[^"\\]|\\.)*"\S*|\S+/g;

/** A sentence in one line, or in several where Wireshark would cut it. */
function linesOf(sentence: string): readonly string[] {
  const [first = "", ...words] = (showUnprintable(sentence).match(WORD) ?? []).map(shorten);
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    const longer = `${line} ${word}`;
    if (Buffer.byteLength(longer) <= SHOWN_OCTETS) line = longer;
    else {
      lines.push(line);
      line = `${CONTINUED}${word}`;
    }
  }
  return [...lines, line];
}

/** Of a word that is longer than a line, the beginning. */
function shorten(word: string): string {
  const isShort = Buffer.byteLength(word) + CONTINUED.length <= SHOWN_OCTETS;
  if (isShort) return word;
  const end = word.includes('"') ? '"...' : "...";
  return `${[...word].slice(0, SHOWN_CHARACTERS).join("")}${end}`;
}
