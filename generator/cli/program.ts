import { Command } from "commander";
import { ownVersion, type Session } from "./context.js";

/** A module of a command: adds its arguments, options and action. */
interface CommandModule {
  readonly define: (command: Command, session: Session) => void;
}

type Load = () => Promise<CommandModule>;

/** Each command is loaded only when it is needed: a short start is worth more than a short list. */
const COMMANDS: readonly (readonly [name: string, summary: string, load: Load])[] = [
  [
    "explain",
    "explain why the TCP connections in captures were reset, with the evidence",
    () => import("./explain.js"),
  ],
  ["report", "write one HTML page about every reset connection", () => import("./report.js")],
  [
    "compare",
    "show what happened to RST segments between two captures of the same traffic",
    () => import("./compare.js"),
  ],
  ["decode", "print the RST segments that state a reason", () => import("./decode.js")],
  [
    "filter",
    "print a capture filter or display filter for RST segments that state a reason",
    () => import("./filter.js"),
  ],
  [
    "install",
    "install the plugin into your Wireshark; overwrite only files that it wrote itself",
    () => import("./install.js"),
  ],
  [
    "uninstall",
    "remove the files that install wrote and that have not changed since",
    () => import("./uninstall.js"),
  ],
  [
    "doctor",
    "find out why Wireshark shows no reasons; exit 0 if healthy, 1 if there is a problem",
    () => import("./doctor.js"),
  ],
  ["generate", "make dist/ and samples/ from the registry", () => import("./generate.js")],
  [
    "check",
    "show which files in dist/ and samples/ are stale, and write nothing; exit 3 if any is",
    () => import("./check.js"),
  ],
  [
    "verify",
    "check that tshark, the patched tcpdump and the reference decoder agree on the samples",
    () => import("./verify.js"),
  ],
  [
    "patch",
    "patch a source tree of tcpdump to decode reset reasons, with tests for its test suite",
    () => import("./patch.js"),
  ],
  [
    "registry",
    "read registries as IANA publishes them: XML of any registry group, or CSV",
    () => import("./registry.js"),
  ],
  [
    "completion",
    "print a script that completes commands and options in your shell",
    () => import("./completion.js"),
  ],
];

/** The commands whose options are needed to run the program with these arguments. */
export type Wanted = "all" | readonly string[];

/** The program with all of its commands; only the wanted ones have their arguments and options. */
export async function buildProgram(session: Session, wanted: Wanted): Promise<Command> {
  const program = new Command("rstdiag")
    .description(
      "Explains why TCP connections were reset, and makes Wireshark and tcpdump show it.",
    )
    .version(ownVersion(), "-V, --version")
    .option("--debug", "show where an internal error came from")
    .exitOverride()
    .showHelpAfterError("(rstdiag --help lists the commands)");
  // Who completes commands must know the options of all.
  const isWhole = wanted === "all" || wanted.includes("completion");
  for (const [name, summary, load] of COMMANDS) {
    const command = program
      .command(name)
      .description(summary)
      .showHelpAfterError(`(rstdiag ${name} --help says more)`);
    if (isWhole || wanted.includes(name)) (await load()).define(command, session);
  }
  return program;
}
