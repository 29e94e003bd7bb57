import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { LAST_CODE, type Pen } from "../model/identifiers.js";
import type { Mistake } from "../model/mistake.js";
import type { InputFile, Model } from "../model/model.js";
import { buildModel, type ChosenRegistry, type SourceVendor } from "./build-model.js";
import type { Definition } from "./definition.js";
import { readDefinition } from "./definition-file.js";
import { checkDefinition, groupsAreKnown, revisionIsKnown } from "./definition-rules.js";
import { type EnterpriseClaim, organisationsAreOwners } from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { readIanaXml } from "./iana-xml.js";
import { claimsOf, loadExcerpt } from "./load-enterprise-numbers.js";
import { Loading, type RegistryFolder } from "./loading.js";
import { checkRegistry, codeLimits, registryIdsAreUnique } from "./registry-rules.js";
import type { Cell, ReadResult, SourceFile, SourceRegistry } from "./source-file.js";
import {
  checkVendor,
  nameVendorTable,
  penOfFileName,
  vendorFileNameIsPen,
  vendorsHaveOneFile,
} from "./vendor-rules.js";

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

type Vendors = readonly SourceVendor[];

/** A vendor's registry that is not in the folder of the inputs. */
export interface VendorFile {
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
}

/** The vendors of the definition's folder, then those that the user gave by name. */
function loadAllVendors(
  loading: Loading,
  definition: Definition,
  further: readonly VendorFile[],
): Vendors {
  const given = further.flatMap(({ path, name }) => {
    const input = `vendor/${basename(path)}`;
    return loadVendor(loading, { path, name, input });
  });
  const vendors = [...loadVendorsOf(loading, definition), ...given];
  loading.note(vendorsHaveOneFile(vendors));
  return vendors;
}

/** A folder that is named is there: a misspelt one would lose every vendor without a word. */
function loadVendorsOf(loading: Loading, { data: { vendors }, locate }: Definition): Vendors {
  if (vendors === undefined) return [];
  if (!existsSync(join(loading.folder.path, vendors))) {
    const what = `the folder of the vendors "${vendors}" does not exist`;
    const remedy = "correct the name, make the folder, or remove the key";
    loading.note([{ place: locate(["vendors"]), what, remedy }]);
  }
  return loadVendorFolder(loading, vendors);
}

/** All vendors of a folder inside, which need not be there. */
function loadVendorFolder(loading: Loading, folderName: string): Vendors {
  return loading.list(folderName).flatMap((fileName) => {
    const name = `${folderName}/${fileName}`;
    const path = join(loading.folder.path, name);
    return loadVendor(loading, {
      path,
      name: `${loading.folder.name}/${name}`,
      input: `registry/${name}`,
    });
  });
}

function loadVendor(
  loading: Loading,
  file: { readonly path: string; readonly name: string; readonly input: string },
): Vendors {
  const fileName = basename(file.path);
  const misnamed = vendorFileNameIsPen(fileName, { path: file.name, line: 1, column: 1 });
  if (misnamed) loading.note([misnamed]);
  const pen = penOfFileName(fileName);
  const source = loading.readFile(file, (text) => readVendor(text, pen));
  if (!source) return [];
  loading.note(checkRegistry(source));
  loading.note(checkVendor(source));
  return pen === undefined ? [] : [{ pen, source }];
}

/** XML as IANA publishes it or, by the file's name, CSV, which has neither id nor title. */
function readVendor(file: SourceFile, pen: Pen | undefined): ReadResult<SourceRegistry> {
  if (!file.path.endsWith(".csv")) return readIanaXml(file);
  const table = readIanaCsv(file);
  if (table.kind === "mistakes" || pen === undefined) return table;
  return { kind: "read", value: nameVendorTable(table.value, pen) };
}

/** The definition's name in a registry folder. */
export const DEFINITION_FILE = "rst-diagnostic-payload.yaml";

/** What is used beside or instead of what the definition says. */
export interface LoadOptions {
  /** Used instead of the default where a registry has it. */
  readonly revision?: string;
  /** Vendors' registries that are not in the folder. */
  readonly vendorFiles?: readonly VendorFile[];
}

/** The Model, and what can be said against inputs that are right in themselves. */
export interface LoadedModel {
  readonly model: Model;
  /** Where the inputs contradict each other. */
  readonly warnings: readonly Mistake[];
  /** What the inputs say of enterprises, for whoever knows better. */
  readonly claims: readonly EnterpriseClaim[];
}

/** Either, or all that is wrong with the inputs. */
export type LoadResult =
  | ({ readonly kind: "loaded" } & LoadedModel)
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/**
 * Reads a registry folder: the definition, then every registry that it names in all revisions,
 * then the vendors.
 */
export function loadModel(folder: RegistryFolder, options: LoadOptions = {}): LoadResult {
  const { revision, vendorFiles = [] } = options;
  const loading = new Loading(folder);
  const definition = loading.read(DEFINITION_FILE, readDefinition);
  if (!definition) return { kind: "mistakes", mistakes: checkTheRest(loading) };
  loading.note(checkDefinition(definition));
  loading.note(revisionIsKnown(definition, revision));
  const registries = loadRegistries(loading, definition, revision);
  const vendors = loadAllVendors(loading, definition, vendorFiles);
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

/** Without a definition, nobody knows whether a registry may have a cause for 0. */
const ANY_CODES = { lastCode: LAST_CODE, hasReservedZero: false };

/** Where nobody knows what the definition names, each file of the folder is looked at. */
function checkTheRest(loading: Loading): readonly Mistake[] {
  for (const name of loading.list(".").filter((file) => file.endsWith(".xml"))) {
    const source = loading.read(name, (file) => readIanaXml(file));
    if (source) loading.note(checkRegistry(source, ANY_CODES));
  }
  loadVendorFolder(loading, USUAL_VENDORS);
  return loading.mistakes;
}

/** The folder of the vendors where the definition cannot be read. */
const USUAL_VENDORS = "vendors";

function loadRegistries(
  loading: Loading,
  { data }: Definition,
  wanted: string | undefined,
): readonly ChosenRegistry[] {
  return Object.entries(data.registries).flatMap(([id, { default: usual, revisions }]) => {
    const limits = codeLimits(data, id);
    const used = wanted !== undefined && Object.hasOwn(revisions, wanted) ? wanted : usual;
    const read = Object.entries(revisions).flatMap(([revision, name]) => {
      const source = loading.read(name, (file) => readIanaXml(file, id));
      if (!source) return [];
      loading.note(checkRegistry(source, limits));
      return { revision, source };
    });
    const chosen = read.find(({ revision }) => revision === used);
    return chosen ? { ...chosen, others: read.filter((other) => other !== chosen) } : [];
  });
}
