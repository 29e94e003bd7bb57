import { join } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { isOursIn } from "../install/installation.js";
import { examineWireshark } from "../install/wireshark-examination.js";
import { judgeExamination, problem } from "../install/wireshark-findings.js";
import { showUnprintable } from "../model/text.js";
import { type Context, Refusal, type Session } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { WIRESHARK } from "./options.js";
import { OWN_ROOT } from "./own-release.js";
import { addPack, findOwnWireshark, type PackOption, PLUGIN, readNamedPack } from "./pack.js";
import { coloursFor } from "./terminal.js";

export function define(command: Command, { context, run }: Session): void {
  addPack(command.option(...WIRESHARK)).action((options) => run(doctor(context, options)));
}

/** A capture in which every frame states a reason; it is rstdiag's own. */
const PROVING_SAMPLE = join(OWN_ROOT, "samples", "specification-examples.pcapng");

interface DoctorOptions extends PackOption {
  readonly wireshark?: string;
}

/** Looks for what keeps Wireshark from showing reasons; changes nothing. */
async function doctor(context: Context, options: DoctorOptions): Promise<number> {
  const reading = readNamedPack(context, options, { places: [PLUGIN], purpose: "compare with" });
  if (reading.kind === "refused") throw new Refusal(reading.reasons);
  const [plugin] = reading.files;
  const search = await findOwnWireshark(context, options);
  const findings =
    search.kind === "usable"
      ? judgeExamination({
          ...search,
          isRoot: context.isRoot || context.isRootGroup,
          examination: await examineWireshark(search, PROVING_SAMPLE),
          current: new TextDecoder().decode(plugin?.content),
          isOurs: isOursIn(search.folders.luaPlugins),
        })
      : [problem(search.message)];
  const { stdout } = context;
  const { green, yellow, red } = coloursFor(context, stdout);
  const colours = { ok: green, note: yellow, warning: yellow, problem: red };
  for (const { level, message } of findings) {
    stdout.write(
      `${colours[level](level.padEnd("problem".length))}  ${showUnprintable(message)}\n`,
    );
  }
  const problems = findings.filter(({ level }) => level === "problem").length;
  const healthy = "healthy: Wireshark shows the reasons of RST segments";
  stdout.write(`${problems === 0 ? healthy : countOf(problems, "problem")}\n`);
  return problems === 0 ? EXIT.ok : EXIT.badInput;
}
