import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { showUnprintable } from "../model/text.js";
import { Command } from "./commander.js";
import type { Session } from "./context.js";
import { describeVersion, VERSION_FLAGS } from "./own-release.js";

/** A module of a command: adds its arguments, options and action. */
interface CommandModule {
  readonly define: (command: Command, session: Session) => void;
}

interface CommandEntry {
  readonly summary: string;
  /** Called only when the command is needed: a short start is worth more than a short list. */
  readonly load: () => Promise<CommandModule>;
}

/** Each is in the file of its name. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  explain: {
    summary: "explain why the TCP connections in captures were reset, with the evidence",
    load: () => import("./explain.js"),
  },
  report: {
    summary: "write one HTML page about every reset connection",
    load: () => import("./report.js"),
  },
  compare: {
    summary: "show what happened to RST segments between two captures of the same traffic",
    load: () => import("./compare.js"),
  },
  decode: {
    summary: "print the RST segments that state a reason",
    load: () => import("./decode.js"),
  },
  filter: {
    summary: "print a capture filter or display filter for RST segments that state a reason",
    load: () => import("./filter.js"),
  },
  install: {
    summary: "install the plugin into your Wireshark; overwrite only files that it wrote itself",
    load: () => import("./install.js"),
  },
  uninstall: {
    summary: "remove the files that install wrote and that have not changed since",
    load: () => import("./uninstall.js"),
  },
  doctor: {
    summary: "find out why Wireshark shows no reasons; exit 0 if healthy, 1 if there is a problem",
    load: () => import("./doctor.js"),
  },
  generate: {
    summary: "make dist/ and samples/ from the registry",
    load: () => import("./generate.js"),
  },
  check: {
    summary:
      "show which files in dist/ and samples/ are stale, and write nothing; exit 3 if any is",
    load: () => import("./check.js"),
  },
  verify: {
    summary:
      "check that tshark, the patched tcpdump and the reference decoder agree on the samples",
    load: () => import("./verify.js"),
  },
  patch: {
    summary:
      "patch a source tree of tcpdump to decode reset reasons, with tests for its test suite",
    load: () => import("./patch.js"),
  },
  registry: {
    summary: "read registries as IANA publishes them: XML of any registry group, or CSV",
    load: () => import("./registry.js"),
  },
  completion: {
    summary: "print a script that completes commands and options in your shell",
    load: () => import("./completion.js"),
  },
};

/**
 * The arguments with the command that is meant: what is there, or is named as only a file is, is to be
 * explained. Any other word is a command, or a mistyped one.
 */
export function addCommand(words: readonly string[], cwd: string): readonly string[] {
  const at = words.findIndex((word) => word !== DEBUG);
  const word = words[at] ?? "";
  if (Object.hasOwn(COMMANDS, word) || (word.startsWith("-") && word !== "-")) return words;
  const isFile = word === "-" || /[/\\]|\.\w+$/.test(word) || existsSync(resolve(cwd, word));
  return word !== "" && isFile ? [...words.slice(0, at), "explain", ...words.slice(at)] : words;
}

const DEBUG = "--debug";

/** The commands whose options are needed to run the program with these arguments. */
export type Wanted = "all" | readonly string[];

/** The program with all of its commands; only the wanted ones have their arguments and options. */
export async function buildProgram(session: Session, wanted: Wanted): Promise<Command> {
  const program = new Command("rstdiag")
    .description(
      "Explains why TCP connections were reset, and makes Wireshark and tcpdump show it.",
    )
    .version(describeVersion(), VERSION_FLAGS.join(", "))
    .option(DEBUG, "show where an internal error came from")
    .exitOverride()
    .usage(
      "[options] [command] [arguments]\n       rstdiag <file...>  (the same as rstdiag explain <file...>)",
    )
    .showHelpAfterError("(rstdiag --help lists the commands)")
    .configureOutput({ outputError: writeError });
  // Who completes commands must know the options of all.
  const isWhole = wanted === "all" || wanted.includes("completion");
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program
      .command(name)
      .description(summary)
      .showHelpAfterError(`(rstdiag ${name} --help says more)`)
      .configureOutput({ outputError: writeError });
    if (!isWhole && !wanted.includes(name)) continue;
    const { define } = await load();
    define(command, session);
  }
  return program;
}

const SUGGESTION = "\n(Did you mean";

/** What the user typed cannot break the line that says what is wrong with it. */
function writeError(text: string, write: (text: string) => void): void {
  const at = text.lastIndexOf(SUGGESTION);
  const end = at === -1 ? text.replace(/\n$/, "").length : at;
  write(`${showUnprintable(text.slice(0, end))}${text.slice(end)}`);
}
