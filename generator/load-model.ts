import { foldInputs } from "./fold-inputs.js";
import { claimsOf, loadExcerpt } from "./load-enterprise-numbers.js";
import { loadAllVendors, loadVendorFolder, type VendorFile } from "./load-vendors.js";
import { Loading, type RegistryFolder } from "./loading.js";
import { buildModel, type ChosenRegistry } from "./model/build-model.js";
import type { Definition } from "./model/definition.js";
import { checkDefinition, revisionIsKnown } from "./model/definition-rules.js";
import { type EnterpriseClaim, organisationsAreOwners } from "./model/enterprise-numbers.js";
import { groupsAreKnown } from "./model/group-rules.js";
import type { Mistake } from "./model/mistake.js";
import type { Model } from "./model/model.js";
import { LAST_CODE } from "./model/reason-code.js";
import { checkRegistry, codeLimits, registryIdsAreUnique } from "./model/registry-rules.js";
import type { Cell } from "./model/source-registry.js";
import { readDefinition } from "./read/definition.js";
import { readIanaXml } from "./read/iana-xml.js";

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
