import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { shortPath, writeFiles } from "../install/placed-files.js";
import { formatMistake, type Mistake } from "../model/mistake.js";
import { showUnprintable } from "../model/text.js";
import { DEFINITION_FILE } from "../registry/definition.js";
import { isDocumentName } from "../registry/draft-registry.js";
import {
  beginsEnterpriseNumbers,
  formatEnterpriseNumbers,
} from "../registry/enterprise-numbers.js";
import { readIanaXml } from "../registry/iana-xml.js";
import {
  describeListing,
  importEnterpriseNumbers,
  importRegistry,
} from "../registry/import-registry.js";
import { formatRegistryXml } from "../registry/registry-xml.js";
import { readSourceFile, type SourceFile } from "../registry/source-file.js";
import { countRows, type SourceRegistry } from "../registry/source-registry.js";
import { type Context, EXIT, type Session, tell } from "./context.js";
import { collect, REGISTRY } from "./options.js";
import { findProject } from "./project.js";

/** The options of the command, as its user writes them: which names are needed depends on the file. */
export interface RegistryImportOptions {
  readonly id?: string;
  readonly revision?: string;
  readonly table?: string;
  readonly draft?: string;
  readonly title?: string;
  readonly rule?: string;
  readonly note?: readonly string[];
  readonly force?: boolean;
  readonly registry?: string;
}

/** Names of which no file name can lead out of its folder. */
const ID = /^[a-z][a-z0-9-]{0,63}$/;
const REVISION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** `rstdiag registry import`: whatever is published, known by its content. */
export function importFile(context: Context, file: string, options: RegistryImportOptions): number {
  const { id, revision } = options;
  const source = readSourceFile(resolve(context.cwd, file), file);
  if (source.kind === "mistakes") return refuse(context, source.mistakes);
  const isNumbers = beginsEnterpriseNumbers(source.value.text);
  if (isNumbers && id === undefined && revision === undefined) {
    return importEnterprises(context, source.value, options);
  }
  if (!isNumbers && id !== undefined && revision !== undefined) {
    return importInto(context, source.value, { ...options, id, revision });
  }
  const usage = isNumbers
    ? "enterprise numbers have no --id and no --revision; leave them out"
    : "a registry needs --id and --revision; only IANA's enterprise-numbers.txt has neither";
  tell(context, `rstdiag: ${usage}`);
  return EXIT.usage;
}

/** Of IANA's enterprise numbers, the vendors' organisations. */
function importEnterprises(
  context: Context,
  file: SourceFile,
  options: RegistryImportOptions,
): number {
  const folder = findProject(context, options).registry;
  const result = importEnterpriseNumbers(folder, file);
  if (result.kind === "mistakes") return refuse(context, result.mistakes);
  const { numbers, path, isNamed, missing } = result.value;
  const { size } = numbers.organisations;
  if (size === 0) {
    const what = `${file.path} has no organisation of any vendor in ${folder.name}`;
    tell(context, showUnprintable(`rstdiag: nothing was written: ${what}`));
    return EXIT.badInput;
  }
  const told = [
    `kept ${size} of ${numbers.entries} numbers: those of the vendors in ${folder.name}`,
    "dropped the people and their mail addresses",
    ...missing.map(
      ({ pen, file: vendor }) => `${vendor}: ${file.path} has no organisation for ${pen}`,
    ),
    ...(isNamed
      ? []
      : [`add to ${DEFINITION_FILE}: enterprise-numbers: ${shortPath(folder.path, path)}`]),
  ];
  const count = size === 1 ? "1 organisation" : `${size} organisations`;
  return write(context, { path, content: formatEnterpriseNumbers(numbers), count, told }, options);
}

/** A published registry, in normal form, goes into the registry folder. */
function importInto(
  context: Context,
  file: SourceFile,
  options: RegistryImportOptions & { readonly id: string; readonly revision: string },
): number {
  const { id, revision, note: notes = [] } = options;
  const refused = refuseNames(options);
  if (refused !== undefined) {
    tell(context, showUnprintable(`rstdiag: ${refused}`));
    return EXIT.usage;
  }
  const folder = findProject(context, options).registry;
  const fileName = `${id}.${revision}.xml`;
  const path = join(folder.path, fileName);
  const replaced = options.force === true && existsSync(path) ? readReplaced(path, id) : {};
  const result = importRegistry(file, { ...options, id, notes, before: replaced.registry });
  if (result.kind === "mistakes") return refuse(context, result.mistakes);
  const { registry, changes } = result.value;
  const listing = describeListing(folder, { id, revision, fileName });
  const told = [...(replaced.told ?? []), ...changes, ...(listing === undefined ? [] : [listing])];
  const count = countRows(registry.rows.length);
  return write(context, { path, content: formatRegistryXml(registry), count, told }, options);
}

/** What a file that is about to be replaced says, or that nothing of it could be read. */
function readReplaced(
  path: string,
  id: string,
): { readonly registry?: SourceRegistry; readonly told?: readonly string[] } {
  const file = readSourceFile(path, path);
  const read = file.kind === "read" ? readIanaXml(file.value, id) : file;
  if (read.kind === "read") return { registry: read.value };
  return { told: ["kept nothing of the replaced file: it is not a readable registry"] };
}

/** Usage that would name a file elsewhere, or a document that nobody can find. */
function refuseNames({ id = "", revision = "", draft }: RegistryImportOptions): string | undefined {
  if (!ID.test(id)) {
    return `--id ${JSON.stringify(id)} is not usable; write lower-case letters, digits and hyphens`;
  }
  if (!REVISION.test(revision)) {
    return `--revision ${JSON.stringify(revision)} is not usable; write a name such as draft-03`;
  }
  if (draft === undefined || isDocumentName(draft)) return undefined;
  return `--draft ${JSON.stringify(draft)} is not usable; write draft-...-NN or RFCNNNN`;
}

function refuse(context: Context, mistakes: readonly Mistake[]): number {
  tell(context, ...mistakes.map(formatMistake));
  return EXIT.badInput;
}

/** What is written, what it holds, and what is told of it beside. */
interface Written {
  readonly path: string;
  readonly content: string;
  readonly count: string;
  readonly told: readonly string[];
}

function write(
  context: Context,
  { path, content, count, told }: Written,
  { force }: RegistryImportOptions,
): number {
  const name = shortPath(context.cwd, path);
  if (existsSync(path) && force !== true) {
    tell(context, `rstdiag: ${name} already exists; replace it with --force`);
    return EXIT.badInput;
  }
  try {
    writeFiles([{ path, content: new TextEncoder().encode(content) }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell(context, `rstdiag: nothing was written: ${reason}`);
    return EXIT.badInput;
  }
  tell(context, ...told.map(showUnprintable));
  context.stdout.write(`written    ${name} (${count})\n`);
  return EXIT.ok;
}

export function defineImport(command: Command, { context, run }: Session): void {
  command
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
    .option("--note <text>", "a note on the registry; may be given several times", collect, [])
    .option(
      "--force",
      "replace an existing file, and keep what only that file says of causes that stay",
    )
    .option(...REGISTRY)
    .action((file, options) => run(importFile(context, file, options)));
}
