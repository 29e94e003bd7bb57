import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { shortPath, writeFiles } from "../install/placed-files.js";
import { formatMistake } from "../model/mistake.js";
import { showUnprintable } from "../model/text.js";
import { isDocumentName } from "../registry/draft-registry.js";
import { formatEnterpriseNumbers } from "../registry/enterprise-file.js";
import { type ImportedRegistry, importRegistry } from "../registry/import-registry.js";
import {
  type EnterpriseFile,
  holdsEnterpriseNumbers,
  importEnterpriseNumbers,
} from "../registry/load-enterprise-numbers.js";
import { DEFINITION_FILE } from "../registry/load-model.js";
import { formatRegistryXml } from "../registry/registry-xml.js";
import { type Context, EXIT, type Session, tell } from "./context.js";
import { collect, REGISTRY } from "./options.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface EnterpriseImportOptions extends Pick<ProjectOptions, "registry"> {
  readonly force?: boolean;
}

/** `rstdiag registry import` of IANA's enterprise numbers: of these, the vendors' organisations. */
async function importEnterprises(
  context: Context,
  file: EnterpriseFile,
  options: EnterpriseImportOptions,
): Promise<number> {
  const folder = findProject(context, options).registry;
  const result = await importEnterpriseNumbers(folder, file);
  if (result.kind === "mistakes") {
    tell(context, ...result.mistakes.map(formatMistake));
    return EXIT.badInput;
  }
  const { numbers, path, isNamed, missing } = result.value;
  const name = shortPath(context.cwd, path);
  const { size } = numbers.organisations;
  if (size === 0) {
    const place = `${file.name} names no organisation of a vendor that has a file in ${folder.name}`;
    tell(context, showUnprintable(`rstdiag: nothing was written: ${place}`));
    return EXIT.badInput;
  }
  if (existsSync(path) && options.force !== true) {
    tell(context, `rstdiag: ${name} is there already; replace it with --force`);
    return EXIT.badInput;
  }
  try {
    const content = new TextEncoder().encode(formatEnterpriseNumbers(numbers));
    writeFiles([{ path, content }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell(context, `rstdiag: nothing was written: ${reason}`);
    return EXIT.badInput;
  }
  const lines = [
    `kept ${size} of ${numbers.entries} numbers: those of the vendors in ${folder.name}`,
    "dropped the people and their mail addresses",
    ...missing.map(({ pen, file: vendor }) => `${vendor}: ${file.name} names nobody for ${pen}`),
    ...(isNamed
      ? []
      : [`add to ${DEFINITION_FILE}: enterprise-numbers: ${shortPath(folder.path, path)}`]),
  ];
  tell(context, ...lines.map(showUnprintable));
  const organisations = size === 1 ? "1 organisation" : `${size} organisations`;
  context.stdout.write(`written    ${name} (${organisations})\n`);
  return EXIT.ok;
}

/** The options of the command, as its user writes them. */
export interface RegistryImportOptions {
  readonly id: string;
  readonly revision: string;
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

/** What the command line gives: which names are needed depends on the file. */
export type ImportFileOptions = Omit<RegistryImportOptions, "id" | "revision"> &
  Partial<Pick<RegistryImportOptions, "id" | "revision">>;

/** `rstdiag registry import`: whatever is published, known by its content. */
export async function importFile(
  context: Context,
  file: string,
  options: ImportFileOptions,
): Promise<number> {
  const { id, revision } = options;
  const path = resolve(context.cwd, file);
  const isNumbers = holdsEnterpriseNumbers(path);
  if (isNumbers && id === undefined && revision === undefined) {
    return await importEnterprises(context, { path, name: file }, options);
  }
  if (!isNumbers && id !== undefined && revision !== undefined) {
    return importInto(context, file, { ...options, id, revision });
  }
  const usage = isNumbers
    ? "enterprise numbers have no --id and no --revision; leave them out"
    : "a registry needs --id and --revision; only IANA's enterprise-numbers.txt has neither";
  tell(context, `rstdiag: ${usage}`);
  return EXIT.usage;
}

/** A published registry, in normal form, goes into the registry folder. */
export function importInto(context: Context, file: string, options: RegistryImportOptions): number {
  const refused = refuseNames(options);
  if (refused !== undefined) {
    tell(context, showUnprintable(`rstdiag: ${refused}`));
    return EXIT.usage;
  }
  const path = resolve(context.cwd, file);
  const result = importRegistry(path, file, { ...options, notes: options.note ?? [] });
  if (result.kind === "mistakes") {
    tell(context, ...result.mistakes.map(formatMistake));
    return EXIT.badInput;
  }
  const folder = findProject(context, options).registry.path;
  return write(context, join(folder, `${options.id}.${options.revision}.xml`), result, options);
}

/** Usage that would name a file elsewhere, or a document that nobody can find. */
function refuseNames({ id, revision, draft }: RegistryImportOptions): string | undefined {
  if (!ID.test(id)) {
    return `--id ${JSON.stringify(id)} is not usable; write lower-case letters, digits and hyphens`;
  }
  if (!REVISION.test(revision)) {
    return `--revision ${JSON.stringify(revision)} is not usable; write a name such as draft-03`;
  }
  if (draft === undefined || isDocumentName(draft)) return undefined;
  return `--draft ${JSON.stringify(draft)} is not usable; write draft-...-NN or RFCNNNN`;
}

function write(
  context: Context,
  path: string,
  { registry, document, changes }: ImportedRegistry,
  { force }: RegistryImportOptions,
): number {
  const name = shortPath(context.cwd, path);
  if (existsSync(path) && force !== true) {
    tell(context, `rstdiag: ${name} is there already; replace it with --force`);
    return EXIT.badInput;
  }
  const content = new TextEncoder().encode(formatRegistryXml(registry, document));
  try {
    writeFiles([{ path, content }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell(context, `rstdiag: nothing was written: ${reason}`);
    return EXIT.badInput;
  }
  tell(context, ...changes.map(showUnprintable));
  const { length } = registry.rows;
  context.stdout.write(`written    ${name} (${length} ${length === 1 ? "row" : "rows"})\n`);
  return EXIT.ok;
}

export function defineImport(command: Command, { context, run }: Session): void {
  command
    .description("write a registry into the folder of the inputs, and say what it lost by that")
    .argument(
      "<file>",
      "XML or CSV of IANA, XML or Markdown of a draft, a table as .tsv, or enterprise-numbers.txt",
    )
    .option("--id <id>", "id of the registry; all but enterprise-numbers.txt need it")
    .option("--revision <name>", "name of its state, such as draft-03; needed likewise")
    .option("--table <table>", "anchor, number or caption of the draft's table")
    .option("--draft <name>", "name of the document, with its version")
    .option("--title <title>", "title of the registry, where the file has none")
    .option("--rule <rule>", "registration rule, such as Expert Review")
    .option("--note <text>", "a note on the registry, repeatable", collect, [])
    .option("--force", "replace the file if it is there")
    .option(...REGISTRY)
    .action((file, options) => run(importFile(context, file, options)));
}
