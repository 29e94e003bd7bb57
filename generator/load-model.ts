import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildModel, type ChosenRegistry, type ModelSources } from "./model/build-model.js";
import type { Definition } from "./model/definition.js";
import { checkDefinition, revisionIsKnown } from "./model/definition-rules.js";
import { compareMistakes, type Mistake, type Place } from "./model/mistake.js";
import type { InputFile, Model } from "./model/model.js";
import { checkRegistry, registryIdsAreUnique } from "./model/registry-rules.js";
import { penOfFileName, vendorFileNameIsPen } from "./model/vendor-rules.js";
import { readDefinition } from "./read/definition.js";
import { readIanaXml } from "./read/iana-xml.js";
import { type ReadResult, readSourceFile, reasonOf, type SourceFile } from "./read/source-file.js";

/** The definition's name in a registry folder. */
export const DEFINITION_FILE = "rst-diagnostic-payload.yaml";

/** Where the inputs are, and how messages and headers call that folder. */
export interface RegistryFolder {
  readonly path: string;
  readonly name: string;
}

/** The Model, or all that is wrong with the inputs. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly model: Model }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/**
 * Reads a registry folder: the definition, then every registry that it names in all revisions,
 * then the vendors. `revision` is used instead of the default where a registry has it.
 */
export function loadModel(folder: RegistryFolder, revision?: string): LoadResult {
  const loading = new Loading(folder);
  const definition = loading.read(DEFINITION_FILE, readDefinition);
  if (!definition) return { kind: "mistakes", mistakes: checkTheRest(loading) };
  loading.note(checkDefinition(definition));
  loading.note(revisionIsKnown(definition, revision));
  const registries = loadRegistries(loading, definition, revision);
  const vendors = loadVendorsOf(loading, definition);
  const sources = [...registries, ...vendors].map(({ source }) => source);
  loading.note(registryIdsAreUnique(sources));
  if (loading.mistakes.length > 0) return { kind: "mistakes", mistakes: loading.mistakes };
  const inputs = foldInputs(loading.inputs, definition.data.vendors ?? "");
  const model = buildModel({ definition, registries, vendors, inputs });
  return { kind: "loaded", model };
}

/** Where nobody knows what the definition names, each file of the folder is looked at. */
function checkTheRest(loading: Loading): readonly Mistake[] {
  for (const name of loading.list(".").filter((file) => file.endsWith(".xml"))) {
    const source = loading.read(name, (file) => readIanaXml(file));
    if (source) loading.note(checkRegistry(source));
  }
  loadVendors(loading, USUAL_VENDORS);
  return loading.mistakes;
}

/** The folder of the vendors where the definition cannot be read. */
const USUAL_VENDORS = "vendors";

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

/** One run over a registry folder: what it read, and what was wrong on the way. */
class Loading {
  readonly inputs: { path: string; digest: string }[] = [];
  readonly mistakes: Mistake[] = [];
  readonly folder: RegistryFolder;

  constructor(folder: RegistryFolder) {
    this.folder = folder;
  }

  note(mistakes: readonly Mistake[]): void {
    this.mistakes.push(...[...mistakes].sort(compareMistakes));
  }

  placeOf(name: string): Place {
    return { path: `${this.folder.name}/${name}`, line: 1, column: 1 };
  }

  /** The files of a folder inside, which need not be there. */
  list(name: string): readonly string[] {
    try {
      const files = readdirSync(join(this.folder.path, name));
      return files.filter((file) => !file.startsWith(".")).sort();
    } catch (error) {
      const what = `cannot be read as a folder (${reasonOf(error)})`;
      const remedy = "check the name and the rights";
      if (reasonOf(error) !== "ENOENT") this.note([{ place: this.placeOf(name), what, remedy }]);
      return [];
    }
  }

  read<T>(name: string, reader: (file: SourceFile) => ReadResult<T>): T | undefined {
    const source = readSourceFile(join(this.folder.path, name), `${this.folder.name}/${name}`);
    if (source.kind === "mistakes") {
      this.note(source.mistakes);
      return undefined;
    }
    this.inputs.push({ path: `registry/${name}`, digest: source.value.digest });
    const result = reader(source.value);
    if (result.kind === "read") return result.value;
    this.note(result.mistakes);
    return undefined;
  }
}

function loadRegistries(
  loading: Loading,
  { data }: Definition,
  wanted: string | undefined,
): readonly ChosenRegistry[] {
  return Object.entries(data.registries).flatMap(([id, { default: usual, revisions }]) => {
    const used = wanted !== undefined && Object.hasOwn(revisions, wanted) ? wanted : usual;
    const read = Object.entries(revisions).flatMap(([revision, name]) => {
      const source = loading.read(name, (file) => readIanaXml(file, id));
      if (!source) return [];
      loading.note(checkRegistry(source));
      return { revision, source };
    });
    const chosen = read.find(({ revision }) => revision === used);
    return chosen ? { ...chosen, others: read.filter((other) => other !== chosen) } : [];
  });
}

/** A folder that is named is there: a misspelt one would lose every vendor without a word. */
function loadVendorsOf(
  loading: Loading,
  { data: { vendors }, locate }: Definition,
): ModelSources["vendors"] {
  if (vendors === undefined) return [];
  if (!existsSync(join(loading.folder.path, vendors))) {
    const what = `the folder of the vendors "${vendors}" does not exist`;
    const remedy = "correct the name, make the folder, or remove the key";
    loading.note([{ place: locate(["vendors"]), what, remedy }]);
  }
  return loadVendors(loading, vendors);
}

function loadVendors(loading: Loading, folderName: string): ModelSources["vendors"] {
  return loading.list(folderName).flatMap((fileName) => {
    const name = `${folderName}/${fileName}`;
    const misnamed = vendorFileNameIsPen(fileName, loading.placeOf(name));
    if (misnamed) loading.note([misnamed]);
    const source = loading.read(name, (file) => readIanaXml(file));
    if (!source) return [];
    loading.note(checkRegistry(source));
    const pen = penOfFileName(fileName);
    return pen === undefined ? [] : { pen, source };
  });
}
