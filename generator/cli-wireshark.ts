import type { Command } from "commander";
import { OUT } from "./cli-options.js";
import type { Context } from "./commands/context.js";

const WIRESHARK = [
  "--wireshark <path>",
  "a tshark, or the folder that has it (default: the one on PATH, then the usual places)",
] as const;

/** The commands that put the pack into the user's Wireshark, take it out and look after it. */
export function addWiresharkCommands(
  program: Command,
  context: Context,
  run: (code: number) => void,
): void {
  program
    .command("install")
    .description("put the plugin into your Wireshark; overwrites only what it wrote itself")
    .option(...WIRESHARK)
    .option("--profile", "put the profile there, too")
    .option("--dry-run", "print what would be done, and write nothing")
    .option(...OUT)
    .action(async (options) => {
      run(await (await import("./commands/install.js")).install(context, options));
    });
  program
    .command("uninstall")
    .description("remove what install wrote and nobody has changed since")
    .option(...WIRESHARK)
    .option("--dry-run", "print what would be done, and remove nothing")
    .action(async (options) => {
      run(await (await import("./commands/uninstall.js")).uninstall(context, options));
    });
  program
    .command("doctor")
    .description("find out why Wireshark shows no reasons; exit 0 healthy, 1 there is a problem")
    .option(...WIRESHARK)
    .option(...OUT)
    .action(async (options) => {
      run(await (await import("./commands/doctor.js")).doctor(context, options));
    });
}
