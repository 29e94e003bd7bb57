#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { type Context, EXIT } from "./cli/context.js";
import { addFilterCommand } from "./cli/filter.js";
import { addWiresharkCommands } from "./cli/install.js";
import {
  ENTERPRISE_NUMBERS,
  fileName,
  folder,
  HOST,
  JOBS,
  OUT,
  parquetOption,
  REGISTRY,
  REVISION,
  summaryOption,
  VENDOR,
  wholeNumber,
} from "./cli/options.js";
import { ownVersion } from "./cli/project.js";
import { addRegistryCommands } from "./cli/registry.js";

const context: Context = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  isRootGroup: process.getgid?.() === 0,
  platform: process.platform,
  cwd: process.cwd(),
};

const GUESSES = [
  "--tcpdump-guesses",
  "let tcpdump also read the Linux experiment, which only its shape speaks for",
] as const;

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
    .option(...VENDOR)
    .option(...ENTERPRISE_NUMBERS)
    .option(...GUESSES)
    .action(async (options) => {
      run(await (await import("./cli/generate.js")).generate(context, options));
    });
  program
    .command("check")
    .description("show what in dist/ and samples/ is stale; writes nothing, exit 3 if stale")
    .option(...OUT)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .option(...ENTERPRISE_NUMBERS)
    .option(...GUESSES)
    .action(async (options) => {
      run(await (await import("./cli/check.js")).check(context, options));
    });
  program
    .command("verify")
    .description("prove the pack: tshark, the patched tcpdump and the reference decoder must agree")
    .option("--filters", "prove the filters instead, and print the frames that each one selects")
    .option(...OUT)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .option(...ENTERPRISE_NUMBERS)
    .option(...GUESSES)
    .action(async (options) => {
      run(await (await import("./cli/verify.js")).verify(context, options));
    });
  program
    .command("patch")
    .description("change a source folder of tcpdump: the decoding of reset reasons, and its tests")
    .requiredOption("--tree <dir>", "tcpdump 4.99.0 to 4.99.6, or its development branch", folder)
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--reverse", "take the change back")
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .option(...GUESSES)
    .action(async (options) => {
      run(await (await import("./cli/patch.js")).patch(context, options));
    });
  program
    .command("decode")
    .description("print the RST segments of captures that state a reason")
    .argument("[file...]", "pcap or pcapng, or a text; - is standard input")
    .option("--json", "one JSON record a line")
    .addOption(parquetOption())
    .option(...HOST)
    .addOption(
      new Option("--from <form>", "what the files are: tcpdump-text is the output of tcpdump -n -v")
        .choices(["capture", "tcpdump-text"])
        .default("capture"),
    )
    .option(...JOBS)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .action(async (named, options, command) => {
      const files = named.length === 0 && options.from === "tcpdump-text" ? ["-"] : named;
      // Nobody types a capture.
      if (files.length === 0) command.missingArgument("file");
      readerMayLeave = true;
      run(await (await import("./cli/decode.js")).decode(context, files, options));
    });
  program
    .command("explain")
    .description("explain every reset connection of captures, with its evidence")
    .argument("<file...>", "pcap or pcapng; - is standard input")
    .option("--json", "one JSON finding a line")
    .addOption(summaryOption())
    .option("--stream <number>", "tell the story of one connection", wholeNumber)
    .option("--frame <number>", "tell the story of the connection of a frame", wholeNumber)
    .addOption(parquetOption())
    .option(...HOST)
    .option(...JOBS)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .action(async (files, options) => {
      readerMayLeave = true;
      run(await (await import("./cli/explain.js")).explain(context, files, options));
    });
  program
    .command("compare")
    .description("say what became of RST segments between two captures of the same traffic")
    .argument("<sender>", "the capture where the RSTs are sent: pcap or pcapng")
    .argument(
      "<receiver>",
      "the capture where they arrive; one of both may be - for standard input",
    )
    .option("--json", "one JSON object a line: each RST, then the summary")
    .option("--limit <number>", "RSTs to keep of each capture (default: 262144)", wholeNumber)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .action(async (sender, receiver, options) => {
      readerMayLeave = true;
      const { compare } = await import("./cli/compare.js");
      run(await compare(context, [sender, receiver], options));
    });
  program
    .command("report")
    .description("write one page about every reset connection of captures")
    .argument(
      "<file...>",
      "pcap or pcapng, or what explain --summary, decode --json and compare --json printed; - is standard input",
    )
    .requiredOption(
      "--html <file>",
      "the page; it loads nothing, so it can be sent as it is",
      fileName,
    )
    .option(...JOBS)
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .action(async (files, options) => {
      run(await (await import("./cli/report.js")).report(context, files, options));
    });
  addFilterCommand(program, context, run);
  addRegistryCommands(program, context, run);
  addWiresharkCommands(program, context, run);
  return program;
}

/** What the system refused, such as a folder without rights, or memory: no fault of the program. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && ("syscall" in error || error.name === "ThreadError");
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
    if (isSystemError(error)) {
      process.stderr.write(`rstdiag: ${error.message}\n`);
      return EXIT.badInput;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const shown = program.opts()["debug"] === true ? detail : detail.split("\n", 1)[0];
    process.stderr.write(`rstdiag: internal error, please report it: ${shown}\n`);
    return EXIT.badInput;
  }
  return exitCode;
}

/** decode, explain and compare have nothing else to tell than what they print; the others have an exit code. */
let readerMayLeave = false;

// A reader that has seen enough, such as head, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" && !readerMayLeave) return;
  if (error.code !== "EPIPE") process.stderr.write(`rstdiag: cannot print: ${error.message}\n`);
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.badInput);
});
process.exitCode = await main();
