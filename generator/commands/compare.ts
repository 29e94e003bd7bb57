import { compareCaptures } from "../compare/compare-captures.js";
import { type CaptureSide, DEFAULT_RESET_LIMIT, readSide } from "../compare/read-side.js";
import { countOf } from "../explain/finding-words.js";
import type { Model } from "../model/model.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import { createComparisonTable } from "./compare-table.js";
import { type Context, EXIT, tell, tellOf } from "./context.js";
import { loadOrTell } from "./pack.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface CompareOptions extends Omit<ProjectOptions, "out"> {
  readonly json?: true;
  /** RSTs that are kept of each capture. */
  readonly limit?: number;
}

/**
 * `rstdiag compare`: what became of RST segments between two captures of the same traffic, as a
 * table or as JSON. A damaged capture is not compared: what it lost would look as if dropped.
 */
export async function compare(
  context: Context,
  [senderFile, receiverFile]: readonly [string, string],
  options: CompareOptions,
): Promise<number> {
  if (senderFile === "-" && receiverFile === "-") {
    tell(context, "only one of both captures can be standard input");
    return EXIT.usage;
  }
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const sender = await readOrTell(context, model, senderFile, options);
  const receiver = sender && (await readOrTell(context, model, receiverFile, options));
  if (!sender || !receiver) return EXIT.badInput;
  const sides = { sender, receiver };
  if (options.json) printJson(context, sides);
  else {
    const table = createComparisonTable(context);
    table.print(compareCaptures(sides, table.add));
  }
  tellOf(context, sender.file, describeSide(sender));
  tellOf(context, receiver.file, describeSide(receiver));
  return EXIT.ok;
}

function printJson({ stdout }: Context, sides: Parameters<typeof compareCaptures>[0]): void {
  const print = (line: object): void => {
    stdout.write(`${JSON.stringify(line)}\n`);
  };
  print(compareCaptures(sides, print));
}

async function readOrTell(
  context: Context,
  model: Model,
  file: string,
  options: CompareOptions,
): Promise<CaptureSide | undefined> {
  const input = openInput(context, file, options);
  try {
    return await readSide(
      model,
      { file, chunks: keepPace(context, input.chunks) },
      options.limit ?? DEFAULT_RESET_LIMIT,
    );
  } catch (error) {
    tellOf(context, file, `${describeInputError(error)}; nothing was compared`);
    return undefined;
  } finally {
    input.close();
  }
}

function describeSide({ frames, resets, notCompared }: CaptureSide): string {
  const rest =
    notCompared === 0
      ? ""
      : `; ${notCompared} more were not compared: with --limit ${resets.length + notCompared} they are`;
  return `${countOf(frames, "frame")}, ${resets.length} RST${rest}`;
}
