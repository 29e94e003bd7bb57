import type { Command } from "commander";
import { ownVersion } from "./context.js";

/** What the exit codes mean, of all commands. */
const EXIT_STATUS = [
  ["0", "All went well; for doctor: healthy; for check: up to date."],
  ["1", "An input could not be read, or a problem was found."],
  ["2", "Bad usage."],
  ["3", "check: dist/ or samples/ are stale."],
  ["4", "verify: tools disagree, or one was skipped although CI is set."],
  ["5", "registry diff, watch: compatible changes."],
  ["6", "registry diff, watch: breaking changes."],
] as const;

/** The manual page in the format of man(7), made of the commands' own help. */
export function formatManPage(program: Command): string {
  const name = program.name();
  const commands = visibleCommands(program);
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${ownVersion()}" "User Commands"`,
    ".SH NAME",
    `${name} \\- explains why TCP connections were reset`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    "[options] command [arguments]",
    ".br",
    `.B ${name}`,
    "file ...",
    ".SH DESCRIPTION",
    roff(program.description()),
    ".PP",
    roff("With the name of a file in place of a command, it explains that file."),
    ...formatOptions(program),
    ".SH COMMANDS",
    ...commands.flatMap((command) => formatCommand(command, "")),
    ".SH EXIT STATUS",
    ...EXIT_STATUS.flatMap(([code, meaning]) => formatItem(code, meaning)),
    ".SH ENVIRONMENT",
    ...formatItem("NO_COLOR", "If it is set and not empty, the output has no colours."),
    ...formatItem("CI", "If it is set, verify fails when it has to skip a tool."),
    ".SH SEE ALSO",
    ".BR wireshark (1),",
    ".BR tshark (1),",
    ".BR tcpdump (8)",
    "",
  ].join("\n");
}

/** The commands that a command has, but for `help`. */
export function visibleCommands(command: Command): readonly Command[] {
  const commands = command.createHelp().visibleCommands(command);
  return commands.filter((one) => one.name() !== "help");
}

/** A command; of one that only has others, the others. */
function formatCommand(command: Command, parent: string): readonly string[] {
  const path = `${parent} ${command.name()}`.trim();
  const commands = visibleCommands(command);
  if (commands.length > 0) return commands.flatMap((one) => formatCommand(one, path));
  const help = command.createHelp();
  return [
    `.SS ${roff(`${path} ${command.usage()}`)}`,
    roff(sentence(command.description())),
    ...help
      .visibleArguments(command)
      .flatMap((one) => formatItem(help.argumentTerm(one), `${help.argumentDescription(one)}.`)),
    ...formatOptions(command),
  ];
}

function formatOptions(command: Command): readonly string[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter(({ long }) => long !== "--help")
    .flatMap((one) => formatItem(help.optionTerm(one), sentence(help.optionDescription(one))));
}

function formatItem(term: string, text: string): readonly string[] {
  return [".TP", `.B ${roff(term)}`, roff(text)];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Text as roff has it: its hyphens are typed, and no line of it is a request. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/gm, "\\&$&");
}
