import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Pen } from "../model/identifiers.js";
import { compareMistakes, type Mistake } from "../model/mistake.js";
import type { InputFile, Model } from "../model/model.js";
import { buildModel, type ChosenRegistry } from "./build-model.js";
import { type Definition, readDefinition, readWithoutFormats } from "./definition.js";
import { checkDefinition, groupsAreKnown, revisionIsKnown } from "./definition-rules.js";
import {
  claimsOf,
  type EnterpriseClaim,
  type EnterpriseNumbers,
  organisationsAreOwners,
  readEnterpriseNumbers,
} from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { readIanaXml } from "./iana-xml.js";
import {
  checkRegistry,
  checkVendor,
  codeLimits,
  fileNameIsNoPen,
  penOfFileName,
  registryIdsAreUnique,
  type SourceVendor,
  vendorsHaveOneFile,
} from "./registry-rules.js";
import {
  DEFINITION_FILE,
  fileIn,
  listFolder,
  type NamedPath,
  type ReadResult,
  readSourceFile,
  type SourceFile,
  startOfFile,
} from "./source-file.js";
import { type Cell, checkText, type SourceRegistry } from "./source-registry.js";

/** Where a file is, what messages call it, and what headers do. */
interface InputPath extends NamedPath {
  readonly input: string;
}

/** One run over a registry folder: what it read, and what was wrong on the way. */
class Loading {
  readonly inputs: InputFile[] = [];
  readonly mistakes: Mistake[] = [];
  readonly folder: NamedPath;

  constructor(folder: NamedPath) {
    this.folder = folder;
  }

  note(mistakes: readonly Mistake[]): void {
    // There may be more of them than a call takes arguments.
    for (const mistake of mistakes.toSorted(compareMistakes)) this.mistakes.push(mistake);
  }

  /** The files of a folder inside, which need not be there. */
  list(name: string): readonly string[] {
    const listed = listFolder(this.folder, name);
    if (listed.kind === "read") return listed.value;
    this.note(listed.mistakes);
    return [];
  }

  /** A file of the folder. */
  fileOf(name: string): InputPath {
    return { ...fileIn(this.folder, name), input: `registry/${name}` };
  }

  read<T>(
    { path, name, input }: InputPath,
    reader: (file: SourceFile) => ReadResult<T>,
  ): T | undefined {
    const source = readSourceFile(path, name);
    if (source.kind === "read") this.inputs.push({ path: input, digest: source.value.digest });
    const result = source.kind === "read" ? reader(source.value) : source;
    if (result.kind === "read") return result.value;
    this.note(result.mistakes);
    return undefined;
  }
}

/** More vendors than this are named by their folder alone, or headers would be longer than files. */
const MOST_NAMED_VENDORS = 16;

/** Puts the files of many vendors into one entry, whose digest is that of all their digests. */
function foldInputs(inputs: readonly InputFile[], vendorFolder: string): readonly InputFile[] {
  const isVendor = ({ path }: InputFile) => path.startsWith(`registry/${vendorFolder}/`);
  const vendors = inputs.filter(isVendor);
  if (vendors.length <= MOST_NAMED_VENDORS) return inputs;
  const lines = vendors.map(({ path, digest }) => `${digest}  ${path}\n`).join("");
  const path = `registry/${vendorFolder}/ (${vendors.length} files, the digest of their list)`;
  const folded = { path, digest: createHash("sha256").update(lines).digest("hex") };
  return [...inputs.filter((input) => !isVendor(input)), folded];
}

/** The vendors of the definition's folder, then those that the user gave by name. */
function loadVendors(
  loading: Loading,
  { data, locate }: Definition,
  further: readonly NamedPath[],
): readonly SourceVendor[] {
  const folder = data.vendors;
  // A misspelt name would lose every vendor without a word.
  if (folder !== undefined && !existsSync(join(loading.folder.path, folder))) {
    const what = `the folder of the vendors "${folder}" does not exist`;
    const remedy = "correct the name, make the folder, or remove the key";
    loading.note([{ place: locate(["vendors"]), what, remedy }]);
  }
  const given = further.map((file) => ({ ...file, input: `vendor/${basename(file.path)}` }));
  const listed = folder === undefined ? [] : loading.list(folder);
  const files = [...listed.map((name) => loading.fileOf(`${folder}/${name}`)), ...given];
  const vendors = files.flatMap((file) => loadVendor(loading, file));
  loading.note(vendorsHaveOneFile(vendors));
  return vendors;
}

function loadVendor(loading: Loading, file: InputPath): readonly SourceVendor[] {
  const fileName = basename(file.path);
  const pen = penOfFileName(fileName);
  if (pen === undefined) loading.note([fileNameIsNoPen(fileName, startOfFile(file))]);
  const source = loading.read(file, (text) => readVendor(text, pen));
  if (!source) return [];
  loading.note(checkRegistry(source));
  loading.note(checkVendor(source));
  return pen === undefined ? [] : [{ pen, source }];
}

/** XML as IANA publishes it or, by the file's name, CSV, whose id and title are its enterprise's. */
function readVendor(file: SourceFile, pen: Pen | undefined): ReadResult<SourceRegistry> {
  if (!file.path.endsWith(".csv")) return readIanaXml(file);
  const table = readIanaCsv(file);
  if (table.kind === "mistakes" || pen === undefined) return table;
  const { place } = table.value;
  const id = { text: `enterprise-${pen}`, place };
  const title = { text: `Reset reasons of enterprise ${pen}`, place };
  return { kind: "read", value: { ...table.value, id, title } };
}

/** The vendors' organisations, where the definition names a file of them. */
function loadExcerpt(loading: Loading, { data }: Definition): EnterpriseNumbers | undefined {
  const file = data["enterprise-numbers"];
  if (file === undefined) return undefined;
  const excerpt = loading.read(loading.fileOf(file), readEnterpriseNumbers);
  for (const [, organisation] of excerpt?.organisations ?? []) {
    loading.note(checkText(organisation));
  }
  return excerpt;
}

/** What is used beside or instead of what the definition says. */
export interface LoadOptions {
  /** Used instead of the default where a registry has it. */
  readonly revision?: string;
  /** Vendors' registries that are not in the folder. */
  readonly vendorFiles?: readonly NamedPath[];
}

/** The Model, and what can be said against inputs that are right in themselves; or all mistakes. */
export type LoadResult =
  | {
      readonly kind: "loaded";
      readonly model: Model;
      /** Where the inputs contradict each other. */
      readonly warnings: readonly Mistake[];
      /** What the inputs say of enterprises, for whoever knows better. */
      readonly claims: readonly EnterpriseClaim[];
    }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/**
 * Reads a registry folder: the definition, then every registry that it names in all revisions,
 * then the vendors.
 */
export function loadModel(folder: NamedPath, options: LoadOptions = {}): LoadResult {
  const { revision, vendorFiles: further = [] } = options;
  const loading = new Loading(folder);
  const definition = loading.read(loading.fileOf(DEFINITION_FILE), readDefinition);
  if (!definition) {
    const { path, name } = loading.fileOf(DEFINITION_FILE);
    const source = readSourceFile(path, name);
    const rest = source.kind === "read" ? readWithoutFormats(source.value) : source;
    if (rest.kind === "read") {
      loadRegistries(loading, rest.value, revision);
      loadVendors(loading, rest.value, further);
    }
    return { kind: "mistakes", mistakes: loading.mistakes };
  }
  loading.note(checkDefinition(definition));
  loading.note(revisionIsKnown(definition, revision));
  const registries = loadRegistries(loading, definition, revision);
  const vendors = loadVendors(loading, definition, further);
  const excerpt = loadExcerpt(loading, definition);
  const sources = [...registries, ...vendors].map(({ source }) => source);
  loading.note(registryIdsAreUnique(sources));
  const states = registries.flatMap(({ others }) => others.map(({ source }) => source));
  loading.note([...sources, ...states].flatMap((source) => groupsAreKnown(definition, source)));
  if (loading.mistakes.length > 0) return { kind: "mistakes", mistakes: loading.mistakes };
  const inputs = foldInputs(loading.inputs, definition.data.vendors ?? "");
  const organisations = excerpt?.organisations ?? new Map<number, Cell>();
  const model = buildModel({ definition, registries, vendors, organisations, inputs });
  const claims = claimsOf(vendors, organisations);
  const warnings = excerpt ? organisationsAreOwners(claims, excerpt) : [];
  return { kind: "loaded", model, warnings, claims };
}

function loadRegistries(
  loading: Loading,
  { data }: Definition,
  wanted: string | undefined,
): readonly ChosenRegistry[] {
  return Object.entries(data.registries).flatMap(([id, { default: usual, revisions }]) => {
    const limits = codeLimits(data, id);
    const used = wanted !== undefined && Object.hasOwn(revisions, wanted) ? wanted : usual;
    const read = Object.entries(revisions).flatMap(([revision, name]) => {
      const source = loading.read(loading.fileOf(name), (file) => readIanaXml(file, id));
      if (!source) return [];
      loading.note(checkRegistry(source, limits));
      return { revision, source };
    });
    const chosen = read.find(({ revision }) => revision === used);
    return chosen ? { ...chosen, others: read.filter((other) => other !== chosen) } : [];
  });
}
