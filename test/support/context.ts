import { Readable, Writable } from "node:stream";
import { type Context, endRefused, type Output } from "../../generator/cli/context.js";

/** What a command would print, without a terminal unless `isTTY`. */
class Memory extends Writable implements Output {
  readonly isTTY: boolean;
  text = "";

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A context whose outputs can be read; only for tests. */
export function contextForTest({
  isTTY = false,
  env = {},
  cwd = "/",
}: {
  readonly isTTY?: boolean;
  readonly env?: Context["env"];
  readonly cwd?: string;
} = {}) {
  const stdout = new Memory(isTTY);
  const stderr = new Memory(isTTY);
  const stdin = Readable.from([]);
  const user = { isRoot: false, isRootGroup: false, platform: "linux" };
  return { stdin, stdout, stderr, env, cwd, ...user };
}

/** The same of a command that takes its time. */
export async function awaitEnd(context: Context, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return endRefused(context, error);
  }
}

/** The exit code of a command, also where it refuses. */
export function endOf(context: Context, command: () => number): number {
  try {
    return command();
  } catch (error) {
    return endRefused(context, error);
  }
}
