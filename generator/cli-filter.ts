import { type Command, InvalidArgumentError, Option } from "commander";
import { REGISTRY, REVISION, VENDOR } from "./cli-options.js";
import type { Context } from "./commands/context.js";

const LAST_CODE = 0xffff;
const LAST_PEN = 0xffffffff;

/** The command that prints one filter. */
export function addFilterCommand(
  program: Command,
  context: Context,
  run: (code: number) => void,
): void {
  program
    .command("filter")
    .description("print a capture filter or display filter for some of the stated reasons")
    .option("--cause <text>", "a registered cause, in any letter case")
    .addOption(
      new Option("--code <number>", "a reason code, registered or not")
        .argParser((text) => wholeNumber(text, LAST_CODE))
        .conflicts(["cause"]),
    )
    .option("--pen <number>", "whose reason; alone: any of theirs (default: 0, IANA)", (text) =>
      wholeNumber(text, LAST_PEN),
    )
    .addOption(alone("--any-vendor", "reasons of any vendor"))
    .addOption(alone("--malformed", "payloads that receivers ignore"))
    .addOption(alone("--linux", "the 1000-octet experiment on Linux"))
    .option("--ipv4", "over IPv4 alone")
    .option("--ipv6", "over IPv6 alone")
    .option("--vlan", "in frames with one VLAN tag")
    .addOption(
      new Option("--display", "the display filter of Wireshark that finds the same").conflicts([
        "ipv4",
        "ipv6",
        "vlan",
      ]),
    )
    .option(...REGISTRY)
    .option(...REVISION)
    .option(...VENDOR)
    .action(async (options) => {
      run(await (await import("./commands/filter.js")).filter(context, options));
    });
}

const CHOICES = ["cause", "code", "pen", "anyVendor", "malformed", "linux"];

/** An option that says all by itself. */
function alone(flag: string, description: string): Option {
  const option = new Option(flag, description);
  return option.conflicts(CHOICES.filter((name) => name !== option.attributeName()));
}

function wholeNumber(text: string, last: number): number {
  const value = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value <= last)) throw new InvalidArgumentError(`Give a whole number from 0 to ${last}.`);
  return value;
}
