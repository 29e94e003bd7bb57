import type { Command } from "commander";
import type { Session } from "./context.js";
import { defineDiff } from "./registry-diff.js";
import { defineImport } from "./registry-import.js";
import { defineList, defineShow } from "./registry-list.js";

export function define(command: Command, session: Session): void {
  defineList(command.command("list"), session);
  defineShow(command.command("show"), session);
  defineDiff(command.command("diff"), session);
  defineImport(command.command("import"), session);
}
