import { createRequire } from "node:module";
import type * as Commander from "commander";

const require = createRequire(import.meta.url);

/** Required: to import what is no ES module takes Node longer, at each start. */
export const { Argument, Command, CommanderError, InvalidArgumentError, Option }: typeof Commander =
  require("commander");

export type Command = Commander.Command;
export type Option = Commander.Option;
