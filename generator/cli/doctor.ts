import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { isOursIn } from "../install/installation.js";
import { examineWireshark } from "../install/wireshark-examination.js";
import { type Finding, judgeExamination, problem } from "../install/wireshark-findings.js";
import { choosePrograms, findWireshark } from "../install/wireshark-program.js";
import { type Context, coloursFor, EXIT, Refusal, type Session } from "./context.js";
import { OUT, WIRESHARK } from "./options.js";
import { findPack, type Pack, type ProjectOptions } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  command
    .option(...WIRESHARK)
    .option(...OUT)
    .action((options) => run(doctor(context, options)));
}

interface DoctorOptions extends Pick<ProjectOptions, "out"> {
  readonly wireshark?: string;
}

/** Looks for what keeps Wireshark from showing reasons; changes nothing. */
async function doctor(context: Context, options: DoctorOptions): Promise<number> {
  const pack = findPack(context, options);
  const plugin = join(pack.dist, "wireshark", "rstdiag.lua");
  if (!existsSync(plugin)) {
    throw new Refusal(`there is no ${plugin} to compare with; run: rstdiag generate`);
  }
  const findings = await examine(context, choosePrograms(context, options), {
    ...pack,
    current: readFileSync(plugin, "utf8"),
  });
  const { stdout } = context;
  const { green, yellow, red } = coloursFor(context, stdout);
  const colours = { ok: green, note: yellow, problem: red };
  for (const { level, message } of findings) {
    stdout.write(`${colours[level](level.padEnd("problem".length))}  ${message}\n`);
  }
  const problems = findings.filter(({ level }) => level === "problem").length;
  const healthy = "healthy: Wireshark shows the reasons of RST segments";
  stdout.write(`${problems === 0 ? healthy : countOf(problems, "problem")}\n`);
  return problems === 0 ? EXIT.ok : EXIT.badInput;
}

async function examine(
  { isRoot, isRootGroup }: Context,
  programs: readonly string[],
  { provingSample, current }: Pack & { readonly current: string },
): Promise<readonly Finding[]> {
  const search = await findWireshark(programs);
  if (search.kind !== "usable") return [problem(search.message)];
  const { wireshark, folders } = search;
  const { program } = wireshark;
  return judgeExamination({
    wireshark,
    folders,
    isRoot: isRoot || isRootGroup,
    examination: await examineWireshark({ program, folders }, provingSample),
    current,
    isOurs: isOursIn(folders.luaPlugins),
  });
}
