import type { Command } from "commander";
import type { Session } from "./context.js";
import { defineDiff } from "./registry-diff.js";
import { defineImport } from "./registry-import.js";
import { defineList, defineShow } from "./registry-list.js";
import { defineWatch } from "./registry-watch.js";

export function define(command: Command, session: Session): void {
  const add = (name: string) =>
    command
      .command(name)
      .showHelpAfterError(`(rstdiag ${command.name()} ${name} --help says more)`);
  defineList(add("list"), session);
  defineShow(add("show"), session);
  defineDiff(add("diff"), session);
  defineImport(add("import"), session);
  defineWatch(add("watch"), session);
}
