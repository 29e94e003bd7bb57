import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { examineWireshark } from "../verify/wireshark-examination.js";
import {
  type Finding,
  isProblem,
  judgeExamination,
  judgeSearch,
} from "../verify/wireshark-findings.js";
import { findWireshark } from "../verify/wireshark-program.js";
import { isOursIn } from "../write/installation.js";
import { type Context, coloursFor, EXIT, tell } from "./context.js";
import { describeFinding } from "./finding-text.js";
import { findPack, type Pack, type ProjectOptions } from "./project.js";
import { choosePrograms, type WiresharkOptions } from "./wireshark-choice.js";

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
