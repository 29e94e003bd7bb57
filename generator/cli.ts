#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { type Context, EXIT } from "./commands/context.js";
import { ownVersion } from "./commands/project.js";

const context: Context = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  cwd: process.cwd(),
};

const OUT = ["--out <dir>", "folder of the pack; its samples are in <dir>/samples"] as const;
const REVISION = [
  "--revision <name>",
  "revision of the registry (default: the definition's)",
] as const;
const REGISTRY = ["--registry <dir>", "folder of the inputs (default: registry)"] as const;

/** Each command is loaded only when it is run: a short start is worth more than a short list. */
function buildProgram(run: (code: number) => void): Command {
  const program = new Command("rstdiag")
    .description("Generates and proves a plugin pack that explains TCP resets.")
    .version(ownVersion(), "-V, --version")
    .option("--debug", "show where an internal error came from")
    .exitOverride()
    .showHelpAfterError("(rstdiag --help lists the commands)");
  program
    .command("generate")
    .description("make dist/ and samples/ from the registry")
    .option(...OUT)
    .option(...REGISTRY)
    .option(...REVISION)
    .action(async (options) => {
      run(await (await import("./commands/generate.js")).generate(context, options));
    });
  program
    .command("check")
    .description("show what in dist/ and samples/ is stale; writes nothing, exit 3 if stale")
    .option(...OUT)
    .option(...REGISTRY)
    .option(...REVISION)
    .action(async (options) => {
      run(await (await import("./commands/check.js")).check(context, options));
    });
  program
    .command("verify")
    .description("prove the pack: tshark, the patched tcpdump and the reference decoder must agree")
    .option(...OUT)
    .option(...REGISTRY)
    .option(...REVISION)
    .action(async (options) => {
      run(await (await import("./commands/verify.js")).verify(context, options));
    });
  program
    .command("decode")
    .description("print the RST segments of captures that state a reason")
    .argument("<file...>", "pcap or pcapng; - is standard input")
    .option("--json", "one JSON record a line")
    .option(...REGISTRY)
    .option(...REVISION)
    .action(async (files, options) => {
      run(await (await import("./commands/decode.js")).decode(context, files, options));
    });
  return program;
}

async function main(): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const shown = program.opts()["debug"] === true ? detail : detail.split("\n", 1)[0];
    process.stderr.write(`rstdiag: internal error, please report it: ${shown}\n`);
    return EXIT.badInput;
  }
  return exitCode;
}

// A reader that has seen enough, such as head, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});
process.exitCode = await main();
