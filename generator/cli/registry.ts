import type { Command } from "commander";
import type { Context } from "./context.js";
import { collect, REGISTRY } from "./options.js";

/** The commands that read registries as others publish them. */
export function addRegistryCommands(
  program: Command,
  context: Context,
  run: (code: number) => void,
): void {
  const registry = program
    .command("registry")
    .description("read registries as IANA publishes them: XML of any registry group, or CSV");
  registry
    .command("list")
    .description("list the registries of a file, nested ones included, in the order of the file")
    .argument("<file>", "XML or CSV as downloaded from IANA")
    .option(
      "--json",
      'an array of {"id", "title", "records", "updated"}; what is missing is "", a date null',
    )
    .action(async (file, options) => {
      run((await import("./registry-list.js")).listRegistries(context, file, options));
    });
  registry
    .command("show")
    .description("print the rows of one registry, with the category of each")
    .argument("<file>", "XML or CSV as downloaded from IANA")
    .requiredOption("--id <id>", "id of the registry, or its title")
    .option("--value <column>", "element or caption that has the codes, where the guess is wrong")
    .option("--description <column>", "the one that has the texts")
    .option("--reference <column>", "the one that has the references")
    .option("--json", "one object with all rows, and what else the file says of each")
    .action(async (file, options) => {
      run((await import("./registry-list.js")).showRegistry(context, file, options));
    });
  registry
    .command("diff")
    .description("name what changed between two states; exit 5 compatible, 6 breaking")
    .argument("<old>", "XML or CSV of IANA, or a revision of the definition such as draft-02")
    .argument("<new>", "the same, as it is now")
    .option("--id <id>", "id of the registry, or its title")
    .option("--json", "one object with each change and its effects")
    .option("--markdown", "a table for a pull request")
    .option(...REGISTRY)
    .action(async (before, after, options) => {
      const { registryDiff } = await import("./registry-diff.js");
      run(registryDiff(context, [before, after], options));
    });
  registry
    .command("import")
    .description(
      "write a published registry into the registry folder, and say what was dropped or kept",
    )
    .argument(
      "<file>",
      "IANA's XML or CSV, a draft's XML or Markdown, a table as .tsv, or enterprise-numbers.txt",
    )
    .option("--id <id>", "id of the registry; needed for all but enterprise-numbers.txt")
    .option(
      "--revision <name>",
      "name of the revision, such as draft-03; needed for the same files",
    )
    .option("--table <table>", "anchor, number or caption of the draft's table")
    .option("--draft <name>", "name of the document, with its version")
    .option("--title <title>", "title of the registry, where the file has none")
    .option("--rule <rule>", "registration rule, such as Expert Review")
    .option("--note <text>", "a note on the registry, repeatable", collect, [])
    .option(
      "--force",
      "replace an existing file, and keep what only that file says of causes that stay",
    )
    .option(...REGISTRY)
    .action(async (file, options) => {
      const { importFile } = await import("./registry-import.js");
      run(importFile(context, file, options));
    });
}
