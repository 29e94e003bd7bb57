import type { Command, Option } from "commander";
import { Argument } from "./commander.js";
import type { Session } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { ownVersion } from "./own-release.js";

const SHELLS = { bash: formatBash, zsh: formatZsh, fish: formatFish } as const;

export function define(command: Command, { context, run }: Session): void {
  command
    .addArgument(
      new Argument("<shell>", "the shell that will load it").choices(Object.keys(SHELLS)),
    )
    .addHelpText(
      "after",
      `
To load it now and with each new shell:
  bash  rstdiag completion bash > ~/.local/share/bash-completion/completions/rstdiag
  zsh   rstdiag completion zsh > FOLDER/_rstdiag (a folder of $fpath)
  fish  rstdiag completion fish > ~/.config/fish/completions/rstdiag.fish`,
    )
    .action((shell: keyof typeof SHELLS) => {
      const { parent: program } = command;
      if (program) context.stdout.write(SHELLS[shell](listCommands(program)));
      return run(EXIT.ok);
    });
}

/** A command with what may follow it, all of its own words in one line: `registry diff`. */
interface Completed {
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly Option[];
}

function listCommands(command: Command, path = ""): readonly Completed[] {
  const commands = visibleCommands(command);
  const subcommands = commands.map((one) => ({ name: one.name(), summary: one.description() }));
  return [
    { path, subcommands, options: command.createHelp().visibleOptions(command) },
    ...commands.flatMap((one) => listCommands(one, `${path} ${one.name()}`.trim())),
  ];
}

function flagsOf({ short, long }: Option): readonly string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** Whether the value of an option is a name on the disk. */
function isPath({ flags }: Option): boolean {
  return /<(file|dir|path)>/.test(flags);
}

/** Options are offered behind a hyphen alone: in other places people mean their files. */
function formatBash(commands: readonly Completed[]): string {
  const paths = commands.filter(({ path }) => path !== "");
  const words = commands.map(({ path, options, subcommands }) => {
    const names = subcommands.map(({ name }) => name).join(" ");
    return `    "${path}") options="${options.flatMap(flagsOf).join(" ")}" words="${names}" ;;`;
  });
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter((option) => option.required && !isPath(option))
      .flatMap((option) => flagsOf(option).map((flag) => [flag, option.argChoices ?? []] as const))
      .map(([flag, choices]) => `    "${path} ${flag}") words="${choices.join(" ")}" ;;`),
  );
  return `# bash completion for rstdiag, generated from its commands and options
_rstdiag() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local path="" options="" words="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${path:+$path }\${COMP_WORDS[at]}" in
      ${paths.map(({ path }) => `"${path}"`).join(" | ")}) path="\${path:+$path }\${COMP_WORDS[at]}" ;;
    esac
  done
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  case "$path" in
${words.join("\n")}
  esac
  case "$path $before" in
${values.join("\n")}
    *) [[ $word == -* ]] && words="$options" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _rstdiag rstdiag
`;
}

function formatZsh(commands: readonly Completed[]): string {
  const cases = commands.map(({ path, options, subcommands }) => {
    const described = subcommands.map(({ name, summary }) => quote(`${name}:${summary}`));
    const last =
      subcommands.length === 0
        ? "'*:file:_files'"
        : `'1:command:{ local -a found=(${described.join(" ").replaceAll("'", "'\\''")}); _describe command found${path === "" ? "; _files" : ""} }'`;
    return `    ${quote(path)}) _arguments ${[...options.flatMap(zshOption), last].join(" \\\n      ")} ;;`;
  });
  return `#compdef rstdiag
# zsh completion for rstdiag, generated from its commands and options
_rstdiag() {
  local name="" depth=0 at
  for ((at = 2; at < CURRENT; at++)); do
    case "\${name:+$name }\${words[at]}" in
      ${commands.flatMap(({ path }) => (path === "" ? [] : quote(path))).join(" | ")})
        ((depth += 1))
        name="\${name:+$name }\${words[at]}" ;;
    esac
  done
  words=("\${words[1]}" "\${(@)words[depth + 2, -1]}")
  ((CURRENT -= depth))
  case "$name" in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _rstdiag ]]; then _rstdiag "$@"; else compdef _rstdiag rstdiag; fi
`;
}

function zshOption(option: Option): readonly string[] {
  const { description, required, argChoices } = option;
  const text = description.replace(/[[\]:\\]/g, "\\$&");
  const values = argChoices ? `(${argChoices.join(" ")})` : isPath(option) ? "_files" : " ";
  const value = required ? `:value:${values}` : "";
  return flagsOf(option).map((flag) => quote(`${flag}[${text}]${value}`));
}

function formatFish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ path, options, subcommands }) => {
    const seen = path.split(" ").filter(Boolean);
    const names = subcommands.map(({ name }) => name);
    const inside = seen.map((name) => `__fish_seen_subcommand_from ${name}`);
    const before = names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(" ")}`] : [];
    const condition = [...inside, ...before].join("; and ");
    const start = `complete -c rstdiag -n ${quote(condition)}`;
    return [
      // A file may stand in the place of a command, and of none of a command's own.
      ...subcommands.map(
        ({ name, summary }) =>
          `${start}${path === "" ? "" : " -f"} -a ${name} -d ${quote(summary)}`,
      ),
      ...options.map((option) => `${start} ${fishOption(option)}`),
    ];
  });
  return `# fish completion for rstdiag, generated from its commands and options\n${lines.join("\n")}\n`;
}

function fishOption(option: Option): string {
  const { short, long, description, required, argChoices } = option;
  const flags = [short && `-s ${short.slice(1)}`, long && `-l ${long.slice(2)}`];
  const values = argChoices ? `-x -a ${quote(argChoices.join(" "))}` : isPath(option) ? "-r" : "-x";
  return [...flags, required && values, `-d ${quote(description)}`].filter(Boolean).join(" ");
}

/** A word in single quotes, as all three shells read it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

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
