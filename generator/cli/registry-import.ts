import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { refuseLink } from "../install/links.js";
import { shortPath } from "../install/placed-files.js";
import { type NewFile, writeFiles } from "../install/whole-files.js";
import { showUnprintable } from "../model/text.js";
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
  withoutOwnWords,
} from "../registry/import-registry.js";
import { loadState } from "../registry/load-registries.js";
import { formatRegistryXml } from "../registry/registry-xml.js";
import {
  DEFINITION_FILE,
  type NamedPath,
  readSourceFile,
  type SourceFile,
} from "../registry/source-file.js";
import { countRows, type SourceRegistry } from "../registry/source-registry.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { collect, REGISTRY } from "./options.js";
import { findRegistryToChange, valueOrRefuse } from "./project.js";

/** The options of the command, as its user writes them: which names are needed depends on the file. */
export interface RegistryImportOptions {
  readonly id?: string;
  readonly revision?: string;
  readonly table?: string;
  readonly draft?: string;
  readonly title?: string;
  readonly rule?: string;
  readonly note?: readonly string[];
  readonly keep?: string;
  readonly force?: boolean;
  readonly registry?: string;
}

/** Names of which no file name can lead out of its folder. */
const ID = /^[a-z][a-z0-9-]{0,63}$/;
const REVISION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** `rstdiag registry import`: whatever is published, known by its content. */
export async function importFile(
  context: Context,
  file: string,
  options: RegistryImportOptions,
): Promise<number> {
  const { id, revision } = options;
  const source = valueOrRefuse(readSourceFile(resolve(context.cwd, file), file));
  const isNumbers = beginsEnterpriseNumbers(source.text);
  if (isNumbers && id === undefined && revision === undefined) {
    return write(context, importEnterprises(context, source, options), options);
  }
  if (!isNumbers && id !== undefined && revision !== undefined) {
    return write(context, importInto(context, source, { ...options, id, revision }), options);
  }
  const usage = isNumbers
    ? "enterprise numbers have no --id and no --revision; leave them out"
    : "a registry needs --id and --revision; only IANA's enterprise-numbers.txt has neither";
  throw new Refusal(`rstdiag: ${usage}`, EXIT.usage);
}

/** What is to be written, what it holds, and what is told of it beside. */
interface Import {
  readonly file: NewFile;
  readonly content: string;
  readonly count: string;
  readonly told: readonly string[];
}

/** Of IANA's enterprise numbers, the vendors' organisations. */
function importEnterprises(
  context: Context,
  file: SourceFile,
  options: RegistryImportOptions,
): Import {
  const folder = findRegistryToChange(context, options);
  const { numbers, path, isNamed, missing } = valueOrRefuse(importEnterpriseNumbers(folder, file));
  const { size } = numbers.organisations;
  if (size === 0) {
    const what = `${file.path} has no organisation of any vendor in ${folder.name}`;
    throw new Refusal(showUnprintable(`rstdiag: nothing was written: ${what}`));
  }
  const listing = `add to ${DEFINITION_FILE}: enterprise-numbers: ${shortPath(folder.path, path)}`;
  const told = [
    `kept ${size} of ${numbers.entries} numbers: those of the vendors in ${folder.name}`,
    "dropped the people and their mail addresses",
    ...missing.map(
      ({ pen, file: vendor }) => `${vendor}: ${file.path} has no organisation for ${pen}`,
    ),
    ...(isNamed ? [] : [listing]),
  ];
  const count = countOf(size, "organisation");
  const target = { folder: folder.path, path };
  return { file: target, content: formatEnterpriseNumbers(numbers), count, told };
}

/** A published registry, in normal form, goes into the registry folder. */
function importInto(
  context: Context,
  file: SourceFile,
  options: RegistryImportOptions & { readonly id: string; readonly revision: string },
): Import {
  const { id, revision, note: notes = [] } = options;
  refuseNames(options);
  const folder = findRegistryToChange(context, options);
  const fileName = `${id}.${revision}.xml`;
  const path = join(folder.path, fileName);
  refuseLink({ folder: folder.path, path });
  const isReplaced = options.force === true && isThere(path);
  const replaced = isReplaced ? readReplaced(path, id) : undefined;
  const { keep } = options;
  const kept = keep === undefined ? { before: replaced } : readKept(folder, id, keep);
  const result = importRegistry(file, { ...options, ...kept, id, notes });
  const { registry, changes } = valueOrRefuse(result);
  const listing = describeListing(folder, { id, revision, fileName });
  const told = [
    ...(isReplaced && !kept.before
      ? ["kept nothing of the replaced file: it is not a readable registry"]
      : []),
    ...changes,
    ...(listing === undefined ? [] : [listing]),
  ];
  const count = countRows(registry.rows.length);
  const target = { folder: folder.path, path };
  return { file: target, content: formatRegistryXml(registry), count, told };
}

/** What a file that is about to be replaced says; undefined where that cannot be read. */
function readReplaced(path: string, id: string): SourceRegistry | undefined {
  const file = readSourceFile(path, path);
  const read = file.kind === "read" ? readIanaXml(file.value, id) : file;
  return read.kind === "read" ? read.value : undefined;
}

/** What a listed revision says of causes, and so of those that stay in another one. */
function readKept(folder: NamedPath, id: string, revision: string) {
  const state = valueOrRefuse(loadState(folder, { name: revision, path: "" }, id));
  return { before: withoutOwnWords(state), keptFrom: revision };
}

/** Refuses what would name a file elsewhere, or a document that nobody can find. */
function refuseNames({ id = "", revision = "", draft }: RegistryImportOptions): void {
  const refuse = (option: string, value: string, remedy: string): never => {
    const message = `rstdiag: --${option} ${JSON.stringify(value)} is not usable; write ${remedy}`;
    throw new Refusal(showUnprintable(message), EXIT.usage);
  };
  if (!ID.test(id)) refuse("id", id, "lower-case letters, digits and hyphens");
  if (!REVISION.test(revision)) refuse("revision", revision, "a name such as draft-03");
  if (draft !== undefined && !isDocumentName(draft)) {
    refuse("draft", draft, "draft-...-NN or RFCNNNN");
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

async function write(
  context: Context,
  { file, content, count, told }: Import,
  { force }: RegistryImportOptions,
): Promise<number> {
  const name = shortPath(context.cwd, file.path);
  const isNew = force !== true;
  await writeFiles([{ ...file, isNew, content: new TextEncoder().encode(content) }], context);
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
    .option(
      "--table <table>",
      "anchor, number or caption of the draft's table; id or title in IANA's file, if other than --id",
    )
    .option("--draft <name>", "name of the document, with its version")
    .option("--title <title>", "title of the registry, where the file has none")
    .option("--rule <rule>", "registration rule, such as Expert Review")
    .option("--note <text>", "a note on the registry; may be given several times", collect, [])
    .option("--keep <revision>", "keep what only this revision says of causes that stay")
    .option(
      "--force",
      "replace an existing file, and keep what only that file says of causes that stay",
    )
    .option(...REGISTRY)
    .action((file, options) => run(importFile(context, file, options)));
}
