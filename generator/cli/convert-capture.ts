import { CaptureError } from "../capture/frame.js";
import { NO_CONFIGURATION } from "../verify/tshark-run.js";
import type { Context } from "./context.js";
import { ProgramError, readProgram } from "./program-stream.js";

/** A file of a format that is not read here. */
export interface ForeignFile {
  /** Absolute, so that no name is an option. */
  readonly path: string;
  /** Of the format, where it is known. */
  readonly name: string | undefined;
  /** Its octets, for whoever says best what it is not. */
  readonly all: AsyncGenerator<Uint8Array, void>;
}

const ADVICE = "tshark -r FILE -F pcapng -w new.pcapng";

/**
 * The same capture as pcapng, by tshark, which reads many formats. A file that tshark does not know
 * either comes as it is.
 */
export async function* convert(
  { env }: Pick<Context, "env">,
  { path, name, all }: ForeignFile,
): AsyncGenerator<Uint8Array, void> {
  let isBegun = false;
  try {
    for await (const chunk of convertAny(env, path)) {
      isBegun = true;
      yield chunk;
    }
    await all.return();
  } catch (error) {
    if (!(error instanceof ProgramError) || isBegun) throw error;
    if (name === undefined) yield* all;
    else if (!error.isMissing) throw error;
    else {
      const advice = `install tshark, which converts it, or do so elsewhere: ${ADVICE}`;
      throw new CaptureError(0, `the file is a ${name} capture; ${advice}`);
    }
  }
}

type Environment = Context["env"];

/** Formats that say the link type of each packet are written as Ethernet, if all of them are. */
async function* convertAny(own: Environment, path: string): AsyncGenerator<Uint8Array, void> {
  const env = { ...own, ...NO_CONFIGURATION };
  const args = ["-n", "-r", path, "-F", "pcapng", "-w", "-"];
  try {
    yield* readProgram({ program: "tshark", args, env });
  } catch (error) {
    const isPerPacket = error instanceof ProgramError && /can't be written as/.test(error.message);
    if (!isPerPacket || !(await isAllEthernet(env, path))) throw error;
    const asEthernet = ["-F", "pcapng", "-T", "ether", path, "-"];
    yield* readProgram({ program: "editcap", args: asEthernet, env });
  }
}

async function isAllEthernet(env: Environment, path: string): Promise<boolean> {
  const printed: Buffer[] = [];
  for await (const chunk of readProgram({ program: "capinfos", args: ["-E", path], env })) {
    printed.push(Buffer.from(chunk));
  }
  const lines = Buffer.concat(printed).toString("utf8").split("\n").slice(1);
  const kinds = lines
    .map((line) => line.replace(/^[^:]*: */, "").trim())
    .filter((kind) => kind !== "" && kind !== "Per packet");
  return (
    kinds.length > 0 &&
    kinds.every((kind) => /^Ethernet\b/.test(kind) || kind.startsWith("Encapsulation in use"))
  );
}
