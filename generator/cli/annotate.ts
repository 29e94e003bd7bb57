import type { BigIntStats } from "node:fs";
import { resolve } from "node:path";
import { Writable } from "node:stream";
import type { Command } from "commander";
import { annotateCapture } from "../capture/annotate-capture.js";
import type { AnnotationCounts } from "../capture/annotation.js";
import { isText } from "../decode/text/text-lines.js";
import { countOf, groupDigits } from "../explain/core/words.js";
import { FrameComments, TOLD_LIMIT } from "../explain/frame-comments.js";
import { WholeFiles } from "../install/whole-files.js";
import { showUnprintable } from "../model/text.js";
import { describeInputError, openInput } from "./capture-input.js";
import { Option } from "./commander.js";
import { type Context, type Output, Refusal, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { examine, placeOutput } from "./named-output.js";
import { nameOf } from "./options.js";

export interface AnnotateOptions {
  /** The copy of the capture that is written, with what is said as comments. */
  readonly annotate?: string;
  /** The copy may replace another file. */
  readonly force?: true;
}

export function addAnnotate(command: Command): Command {
  const description =
    "also write a pcapng copy of the capture that has the explanations as packet comments";
  return command.addOption(
    new Option("--annotate <file>", description)
      .argParser(nameOf("file"))
      .conflicts(["follow", "frame", "join", "parquet", "stream"]),
  );
}

/**
 * Lets `explain` read the capture and fill the comments, then writes the copy that has them; false
 * where one of both could not be read to its end.
 */
export async function annotate(
  context: Context,
  files: readonly string[],
  { annotate: name = "", force }: AnnotateOptions,
  explain: (context: Context, file: string, comments: FrameComments) => Promise<boolean>,
): Promise<boolean> {
  const [file = "", ...others] = files;
  if (others.length > 0) refuse("--annotate copies one capture; give one file");
  const path = resolve(context.cwd, file);
  const before = examine(path);
  refuseInput(file, before);
  const place = placeOutput(context, { name, inputs: [file], force });
  if (await isTextFile(context, file)) {
    refuse(`${file}: is text, which has no packets to comment; give the capture itself`);
  }
  const comments = new FrameComments();
  // Who looks at the first lines alone wants the copy all the same.
  const stdout = new LastingOutput(context.stdout);
  const isWhole = await explain({ ...context, stdout }, file, comments);
  const copied: Copied = {
    counts: { frames: 0, comments: 0, commented: 0, withoutRoom: 0 },
    problem: undefined,
  };
  const input = { file, path, before, name };
  const mode = Number(before?.mode ?? 0) & 0o666;
  const whole = new WholeFiles(context);
  try {
    await whole.write({ ...place, mode }, readAgain(context, input, comments, copied));
    await whole.finish();
  } finally {
    whole.discard();
  }
  for (const line of describe(file, comments, copied)) tellOf(context, name, line);
  return isWhole && copied.problem === undefined;
}

function refuse(message: string): never {
  throw new Refusal(showUnprintable(message), EXIT.usage);
}

/** What cannot be read twice; what cannot be read at all is said by whoever reads it. */
function refuseInput(file: string, found: BigIntStats | undefined): void {
  const isStream = file === "-" || (found !== undefined && !found.isFile() && !found.isDirectory());
  if (isStream) refuse(`${file}: --annotate reads the capture twice; save it in a file first`);
}

/** By the octets by which it would be read as one. */
async function isTextFile(context: Context, file: string): Promise<boolean> {
  const { chunks, close } = openInput(context, file, { isQuiet: true });
  try {
    for await (const first of chunks) return isText(first);
    return false;
  } catch {
    // Whoever reads it says why it cannot be read.
    return false;
  } finally {
    await close();
  }
}

/** What became of the copy. */
interface Copied {
  readonly counts: AnnotationCounts;
  /** Why the capture could not be read to its end. */
  problem: string | undefined;
}

interface Input {
  readonly file: string;
  readonly path: string;
  /** As it was before it was read for the first time. */
  readonly before: BigIntStats | undefined;
  /** Of the copy. */
  readonly name: string;
}

/** The octets of the copy; refuses at its end where there is nothing that it could be a copy of. */
async function* readAgain(
  context: Context,
  { file, path, before, name }: Input,
  comments: FrameComments,
  copied: Copied,
): AsyncGenerator<Uint8Array, void> {
  const { chunks, close } = openInput(context, file);
  try {
    yield* annotateCapture(chunks, comments, copied.counts);
  } catch (error) {
    copied.problem = describeInputError(error);
  } finally {
    await close();
  }
  const notWritten = (why: string) =>
    new Refusal(showUnprintable(`${name} was not written: ${why}`));
  if (copied.problem !== undefined && copied.counts.frames === 0) {
    throw notWritten(`no packet of ${file} could be read`);
  }
  const after = examine(path);
  if (after?.size !== before?.size || after?.mtimeNs !== before?.mtimeNs) {
    throw notWritten(`${file} changed while it was read; try again when it is complete`);
  }
}

function describe(
  file: string,
  { leftOut }: FrameComments,
  { counts, problem }: Copied,
): readonly string[] {
  const { frames, comments, commented, withoutRoom } = counts;
  const isCut = problem !== undefined;
  return [
    `${countOf(frames, "frame")}, ${countOf(comments, "comment")} in ${countOf(commented, "frame")}`,
    ...(isCut ? [`ends where ${file} could not be read on`] : []),
    ...(withoutRoom > 0
      ? [
          `${countOf(withoutRoom, "frame")} got no comment, since a Simple Packet Block has no room for any; make others first: editcap -F pcapng FILE new.pcapng`,
        ]
      : []),
    ...(leftOut > 0
      ? [
          `comments on ${groupDigits(TOLD_LIMIT)} findings at most: ${groupDigits(leftOut)} more have none`,
        ]
      : []),
  ];
}

/** An output that swallows the rest where nobody reads on, so that other work gets done. */
export class LastingOutput extends Writable implements Output {
  readonly isTTY: boolean;
  readonly #output: Output;
  #isBroken = false;

  constructor(output: Output) {
    super({ decodeStrings: false });
    this.isTTY = output.isTTY === true;
    this.#output = output;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    if (this.#isBroken) {
      done();
      return;
    }
    this.#output.write(chunk, (error) => {
      this.#isBroken ||= error != null;
      done();
    });
  }
}
