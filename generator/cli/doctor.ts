import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { isOursIn } from "../install/installation.js";
import { examineWireshark } from "../install/wireshark-examination.js";
import { judgeExamination, problem } from "../install/wireshark-findings.js";
import { choosePrograms, findWireshark } from "../install/wireshark-program.js";
import { type Context, coloursFor, EXIT, OWN_ROOT, Refusal, type Session } from "./context.js";
import { OUT, WIRESHARK } from "./options.js";
import { findPack, type ProjectOptions } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  command
    .option(...WIRESHARK)
    .option(...OUT)
    .action((options) => run(doctor(context, options)));
}

/** A capture in which every frame states a reason; it is rstdiag's own. */
const PROVING_SAMPLE = join(OWN_ROOT, "samples", "specification-examples.pcapng");

interface DoctorOptions extends Pick<ProjectOptions, "out"> {
  readonly wireshark?: string;
}

/** Looks for what keeps Wireshark from showing reasons; changes nothing. */
async function doctor(context: Context, options: DoctorOptions): Promise<number> {
  const plugin = join(findPack(context, options), "wireshark", "rstdiag.lua");
  if (!existsSync(plugin)) {
    throw new Refusal(`there is no ${plugin} to compare with; run: rstdiag generate`);
  }
  const search = await findWireshark(choosePrograms(context, options));
  const findings =
    search.kind === "usable"
      ? judgeExamination({
          ...search,
          isRoot: context.isRoot || context.isRootGroup,
          examination: await examineWireshark(search, PROVING_SAMPLE),
          current: readFileSync(plugin, "utf8"),
          isOurs: isOursIn(search.folders.luaPlugins),
        })
      : [problem(search.message)];
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
