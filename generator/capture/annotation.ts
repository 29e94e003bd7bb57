import { OctetRuns } from "./octet-runs.js";

/** Comments by the number of their frame, from 1; a `Map` is one. */
export interface CommentsByFrame {
  /** How many frames have some. */
  readonly size: number;
  readonly get: (frame: number) => readonly string[] | undefined;
}

/** Counts up while a copy is made, so that it is right also where the reading fails. */
export interface AnnotationCounts {
  frames: number;
  comments: number;
  /** Frames that got comments. */
  commented: number;
  /** Frames that have comments and no room for them. */
  withoutRoom: number;
}

/** A copy in the making: what is added to the capture, and the octets so far. */
export class Annotation {
  readonly output = new OctetRuns();
  readonly comments: CommentsByFrame;
  readonly #counts: AnnotationCounts;

  constructor(comments: CommentsByFrame, counts: AnnotationCounts) {
    this.comments = comments;
    this.#counts = counts;
  }

  /** Counts a frame that has these comments, and whether it could take them. */
  count(frame: number, comments: readonly string[], hasRoom = true): void {
    const counts = this.#counts;
    counts.frames = frame;
    if (comments.length === 0) return;
    if (!hasRoom) {
      counts.withoutRoom += 1;
      return;
    }
    counts.comments += comments.length;
    counts.commented += 1;
  }
}
