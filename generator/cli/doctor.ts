import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isOursIn } from "../install/installation.js";
import { examineWireshark } from "../install/wireshark-examination.js";
import {
  type Finding,
  isProblem,
  judgeExamination,
  judgeSearch,
} from "../install/wireshark-findings.js";
import { findWireshark, OLDEST } from "../install/wireshark-program.js";
import { type Context, coloursFor, EXIT, tell } from "./context.js";
import { choosePrograms, type WiresharkOptions } from "./install.js";
import { findPack, type Pack, type ProjectOptions } from "./project.js";

const OLDEST_NAME = OLDEST.join(".");

/** One line for people: what it is, why it is so, and, where it is wrong, what to do. */
export function describeFinding(finding: Finding): string {
  switch (finding.kind) {
    case "wireshark": {
      const { version, program } = finding.wireshark;
      return `tshark ${version} with Lua (${program})`;
    }
    case "current":
      return `the plugin is that of the pack (${finding.path})`;
    case "proved": {
      const { explained, capturePath } = finding.proof;
      return `the filter rstdiag finds the ${explained} frames of ${basename(capturePath)}`;
    }
    case "native":
      return "this Wireshark decodes the payload itself: its fields tcp.rst_diagnostic.* are used, and the plugin adds the rest";
    case "no-tshark":
      return `no tshark was found: ${finding.tried.join(", ")}; install Wireshark with its command-line tools, or name it with --wireshark PATH`;
    case "crashed":
      return `tshark crashes: ${finding.end}; repair that Wireshark, or name another with --wireshark PATH`;
    case "too-old":
      return `tshark ${finding.version} is too old: the plugin needs Lua functions that came with ${OLDEST_NAME}; install Wireshark ${OLDEST_NAME} or later, or name another with --wireshark PATH`;
    case "no-lua":
      return 'this Wireshark has no Lua: it was built without, so it runs no script; install one of which tshark --version says "with Lua" or "+Lua"';
    case "no-folders":
      return "Wireshark has no personal folders: tshark -G folders names none, as where WIRESHARK_CONFIG_DIR is set and empty; give that variable a value, or none";
    case "lua-off":
      return `Lua is switched off: ${finding.path} says so (enable_lua or disable_lua); remove that line`;
    case "root":
      return "you are root: Wireshark 4.4 and later silently runs no Lua for user 0 or group 0; run it as an ordinary user of an ordinary group";
    default:
      return describePlugin(finding);
  }
}

type PluginFinding = Exclude<
  Finding,
  {
    readonly kind:
      | "wireshark"
      | "current"
      | "proved"
      | "native"
      | "no-tshark"
      | "crashed"
      | "too-old"
      | "no-lua"
      | "no-folders"
      | "lua-off"
      | "root";
  }
>;

function describePlugin(finding: PluginFinding): string {
  switch (finding.kind) {
    case "not-installed":
      return `the plugin is not installed: there is none in ${finding.folder}; run: rstdiag install`;
    case "unreadable":
      return `the plugin cannot be read: you have no right to read ${finding.path}; give yourself the right, or remove it and run: rstdiag install`;
    case "copies":
      return `there are ${finding.paths.length} copies of the plugin: ${finding.paths.join(", ")}, of which Wireshark uses one, not always the newest; remove all but one`;
    case "name-taken":
      return `the name is taken: ${finding.path ?? "another plugin"} makes a protocol that is called rstdiag, so ours gives up; remove it, or rename its protocol`;
    case "gave-up":
      return `the plugin gave up: ${finding.reason}; install another Wireshark, ${OLDEST_NAME} or later`;
    case "broken":
      return `the plugin is broken: ${finding.path} stops with "${finding.message}", and tshark's exit code is 0 all the same; remove it and run: rstdiag install`;
    case "not-run":
      return `the plugin is not loaded: tshark -G plugins does not name ${finding.path}, and says no reason; look at what it prints`;
    case "stale":
      return describeStale(finding);
    case "protocol-off":
      return `the protocol is switched off: ${finding.path} lists rstdiag; tick it in Analyze > Enabled Protocols`;
    case "not-proved": {
      const { explained, frames, capturePath, complaints } = finding.proof;
      const said = complaints.trim().split("\n", 1)[0];
      return `the plugin does not do its work: the filter rstdiag finds ${explained} of ${frames} frames${said ? ` (${said})` : ""}; look at what this prints: tshark -r ${capturePath} -Y rstdiag`;
    }
    default:
      return finding satisfies never;
  }
}

function describeStale(finding: Extract<Finding, { readonly kind: "stale" }>): string {
  const { path, isOurs, inputs } = finding;
  const why =
    inputs.length > 0
      ? `it was made of another state of ${inputs.join(", ")}`
      : "it is of another release, or was changed by hand";
  const remedy = isOurs
    ? "run: rstdiag install"
    : "install did not write it, so move it away and run: rstdiag install";
  return `the plugin is not that of the pack: ${path}: ${why}; ${remedy}`;
}

/** `rstdiag doctor`: looks for what keeps Wireshark from showing reasons; changes nothing. */
export async function doctor(
  context: Context,
  options: WiresharkOptions & Pick<ProjectOptions, "out">,
): Promise<number> {
  const pack = findPack(context, options);
  const plugin = join(pack.dist, "wireshark", "rstdiag.lua");
  if (!existsSync(plugin)) {
    tell(context, `there is no ${plugin} to compare with; run: rstdiag generate`);
    return EXIT.badInput;
  }
  const findings = await examine(context, choosePrograms(context, options), {
    ...pack,
    current: readFileSync(plugin, "utf8"),
  });
  for (const finding of findings) context.stdout.write(`${formatFinding(context, finding)}\n`);
  const problems = findings.filter(isProblem).length;
  context.stdout.write(`${summarise(problems)}\n`);
  return problems === 0 ? EXIT.ok : EXIT.badInput;
}

async function examine(
  context: Context,
  programs: readonly string[],
  { provingSample, current }: Pack & { readonly current: string },
): Promise<readonly Finding[]> {
  const choice = judgeSearch(await findWireshark(programs));
  if (choice.kind === "unusable") return [choice.finding];
  const { wireshark, folders } = choice;
  const { program } = wireshark;
  return [
    { kind: "wireshark", wireshark },
    ...judgeExamination({
      wireshark,
      folders,
      isRoot: context.isRoot || context.isRootGroup,
      examination: await examineWireshark({ program, folders }, provingSample),
      current,
      isOurs: isOursIn(folders.luaPlugins),
    }),
  ];
}

function formatFinding(context: Context, finding: Finding): string {
  const { green, yellow, red } = coloursFor(context, context.stdout);
  if (isProblem(finding)) return `${red("problem")}  ${describeFinding(finding)}`;
  const [colour, mark] = finding.kind === "native" ? [yellow, "note   "] : [green, "ok     "];
  return `${colour(mark)}  ${describeFinding(finding)}`;
}

function summarise(problems: number): string {
  if (problems === 0) return "healthy: Wireshark shows the reasons of RST segments";
  return problems === 1 ? "1 problem" : `${problems} problems`;
}
