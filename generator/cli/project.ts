import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { formatManifest, MANIFEST } from "../install/manifest.js";
import { shortPath } from "../install/placed-files.js";
import type { PlacedFile } from "../install/whole-files.js";
import { formatMistakes, formatWarning } from "../model/mistake.js";
import type { Model } from "../model/model.js";
import { showUnprintable } from "../model/text.js";
import { digestOf, findBuiltModel } from "../registry/built-model.js";
import type { LoadOptions } from "../registry/load-model.js";
import { DEFINITION_FILE, type NamedPath, type ReadResult } from "../registry/source-file.js";
import { type Context, Refusal, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import {
  describeOtherRegistry,
  findOtherRegistry,
  isSamePlace,
  lookForRegistry,
} from "./other-folders.js";
import { IS_INSTALLED, OWN_PACK, OWN_REGISTRY, OWN_ROOT, ownVersion } from "./own-release.js";

/** What a command reads; all paths are absolute. */
interface Inputs {
  readonly registry: NamedPath;
  /** What is used beside or instead of what the definition says. */
  readonly inputs: LoadOptions;
  /** IANA's whole file, which the inputs are compared with. */
  readonly enterpriseNumbers?: NamedPath;
  /** Extra output that the targets are asked for. */
  readonly options: { readonly tcpdumpGuesses: boolean };
}

/** What a command reads, and where it writes. */
export interface Project extends Inputs {
  /** Folder of the pack, and of its sample captures. */
  readonly dist: string;
  readonly samples: string;
  /** What lies among the samples and is not generated: captures of a real kernel, and a note. */
  readonly recorded: readonly string[];
}

export interface InputOptions {
  readonly registry?: string;
  readonly revision?: string;
  readonly vendor?: readonly string[];
  readonly enterpriseNumbers?: string;
  readonly tcpdumpGuesses?: boolean;
}

export interface ProjectOptions extends InputOptions {
  readonly out?: string;
}

/**
 * The registry that is named, or else rstdiag's own: what lies in the folder of a user, such as an
 * archive of captures, decides nothing. Where that has a registry, this says which one is used.
 */
export function findInputs(context: Context, options: InputOptions): Inputs {
  const { cwd } = context;
  const { enterpriseNumbers: enterprises, revision, vendor = [] } = options;
  if (options.registry === undefined) tell(context, ...describeOtherRegistry(cwd, OWN_REGISTRY));
  const registry = resolve(cwd, options.registry ?? OWN_REGISTRY);
  return {
    registry: { path: registry, name: shortPath(cwd, registry) },
    inputs: {
      ...(revision !== undefined && { revision }),
      vendorFiles: vendor.map((name) => ({ path: resolve(cwd, name), name })),
    },
    ...(enterprises !== undefined && {
      enterpriseNumbers: { path: resolve(cwd, enterprises), name: enterprises },
    }),
    options: { tcpdumpGuesses: options.tcpdumpGuesses === true },
  };
}

/** The inputs and the pack that is named, or else rstdiag's own pack of its own registry. */
export function findProject(context: Context, options: ProjectOptions): Project {
  const { cwd } = context;
  const inputs = findInputs(context, options);
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  if (out === undefined) refuseOwn(context, options, "the pack", "--out dist");
  const samples = join(out ?? OWN_ROOT, "samples");
  return {
    ...inputs,
    dist: out ?? OWN_PACK,
    samples,
    recorded: ["laboratory", "README.md"].map((name) => join(samples, name)),
  };
}

/** The folder into which registries are imported. */
export function findRegistryToChange(context: Context, options: InputOptions): NamedPath {
  const inputs = findInputs(context, options);
  if (options.registry === undefined) {
    refuseOwn(context, options, "the registry", "--registry registry");
  }
  return inputs.registry;
}

/** Where rstdiag's own files are not those that the user can mean, they have to be named. */
function refuseOwn(
  { cwd }: Context,
  { registry }: InputOptions,
  what: string,
  option: string,
): void {
  const reason = findReason(cwd, registry);
  if (reason === undefined) return;
  throw new Refusal(
    `rstdiag: ${reason}; name the folder of ${what}, such as ${option}`,
    EXIT.usage,
  );
}

function findReason(cwd: string, registry: string | undefined): string | undefined {
  if (IS_INSTALLED) return "what npm installed is not changed";
  if (registry === undefined) {
    const hasOther = findOtherRegistry(cwd, OWN_REGISTRY) !== undefined;
    return hasOther ? "this folder's registry is not that of rstdiag's own pack" : undefined;
  }
  if (isSamePlace(resolve(cwd, registry), OWN_REGISTRY)) return undefined;
  return `the registry is ${registry}, and not that of rstdiag's own pack`;
}

/** Whether these are rstdiag's own registry, and nothing besides or against it. */
function isOwnAlone({ registry, inputs, enterpriseNumbers }: Inputs): boolean {
  const { revision, vendorFiles = [] } = inputs;
  const isPlain = revision === undefined && vendorFiles.length === 0;
  return isPlain && enterpriseNumbers === undefined && registry.path === OWN_REGISTRY;
}

/** Loads the Model, or refuses with each mistake on a line of its own; warnings stop nobody. */
export async function loadOrRefuse(context: Context, project: Inputs): Promise<Model> {
  const built = isOwnAlone(project) ? findBuiltModel(OWN_REGISTRY) : undefined;
  if (built) return built;
  refuseVendorsAlone(project);
  // What parses registries is loaded where one has to be read.
  const { loadModel } = await import("../registry/load-model.js");
  const { checkEnterprises } = await import("../registry/enterprise-numbers.js");
  const result = loadModel(project.registry, project.inputs);
  if (result.kind === "mistakes") throw new Refusal(formatMistakes(result.mistakes));
  const { enterpriseNumbers } = project;
  // The whole file says all that the excerpt does, and knows better.
  const warnings = enterpriseNumbers
    ? valueOrRefuse(checkEnterprises(enterpriseNumbers, result.claims))
    : result.warnings;
  tell(context, ...formatMistakes(warnings, formatWarning));
  return result.model;
}

/** A vendor's files are no registry; they go with one. */
function refuseVendorsAlone({ registry }: Inputs): void {
  const vendor = lookForRegistry(registry.path)?.vendor;
  if (vendor === undefined) return;
  const { name } = registry;
  const lack = `${name} has vendors, but no ${DEFINITION_FILE}, and so is no registry`;
  const remedy = `to add them to rstdiag's own, give each file instead: --vendor ${name}/vendors/${vendor}`;
  throw new Refusal(showUnprintable(`${lack}; ${remedy}`));
}

/** What was read, or a refusal that has each mistake on a line of its own. */
export function valueOrRefuse<T>(result: ReadResult<T>): T {
  if (result.kind === "read") return result.value;
  throw new Refusal(formatMistakes(result.mistakes));
}

/** Everything that the inputs give, and where it belongs: the pack, then its samples. */
export async function placeFiles(project: Project, model: Model): Promise<readonly PlacedFile[]> {
  const { dist, samples, options } = project;
  const isBuilt = isOwnAlone(project) && !options.tcpdumpGuesses;
  const made = (isBuilt ? findBuiltFiles() : undefined) ?? (await makeFiles(model, options));
  // Both folders are in the one that was named, or one of them is that.
  const folder = dirname(samples);
  return made.map(({ part, name, content }) => ({
    folder,
    path: join(part === "pack" ? dist : samples, name),
    content,
  }));
}

/**
 * Everything that a Model gives.
 * @public scripts/build.mjs calls it in the built program.
 */
export async function makeFiles(
  model: Model,
  options: Inputs["options"],
): Promise<readonly MadeFile[]> {
  const { generatePack } = await import("../targets/rendering/target.js");
  const { makeSamples } = await import("../samples/samples.js");
  const { encapsulationSamples } = await import("../samples/samples-encapsulations.js");
  const { makeUpstreamTests } = await import("./upstream-tests.js");
  const make = (part: MadeFile["part"], name: string, content: string | Uint8Array): MadeFile => ({
    part,
    name,
    content: Buffer.from(content),
  });
  const upstreamTests = makeUpstreamTests(model, options);
  const generated = await generatePack(model, { version: ownVersion(), ...options, upstreamTests });
  const pack = generated.map(({ path, content }) => make("pack", path, content));
  return [
    ...pack,
    make("pack", MANIFEST, formatManifest(pack)),
    ...[...makeSamples(model), ...encapsulationSamples(model)].map(({ name, content }) =>
      make("samples", name, content),
    ),
  ];
}

/** Where the build puts it, beside what it makes of this file. */
const FILE = new URL("built-files.bin", import.meta.url);

/** What is read, besides the program that the build makes as well. */
const INPUTS = ["registry", "templates", "data"];

/** A generated file: in which part of the output it belongs, its path there with `/`, its content. */
export interface MadeFile {
  readonly part: "pack" | "samples";
  readonly name: string;
  readonly content: Uint8Array;
}

/** What the build has made, and of which inputs. */
interface BuiltFiles {
  readonly digest: string;
  readonly files: readonly MadeFile[];
}

/**
 * All files that rstdiag's own registry gives, as octets that say of which inputs they are.
 * @public scripts/build.mjs calls it in the built program.
 */
export function packFiles(files: readonly MadeFile[], root: string = OWN_ROOT): Uint8Array {
  const built: BuiltFiles = { digest: digestOfInputs(root), files };
  return serialize(built);
}

/**
 * What the build has made of the inputs below the root: a pure function need not be called again where
 * they are octet by octet the same. Nothing where there was no build, or where any of them is another.
 */
export function findBuiltFiles(
  root: string = OWN_ROOT,
  file: URL | string = FILE,
): readonly MadeFile[] | undefined {
  try {
    const { digest, files }: BuiltFiles = deserialize(readFileSync(file));
    return digest === digestOfInputs(root) ? files : undefined;
  } catch {
    // Not there, or of a Node that writes it otherwise.
    return undefined;
  }
}

function digestOfInputs(root: string): string {
  const hash = createHash("sha256").update(ownVersion());
  for (const name of INPUTS) hash.update(digestOf(join(root, name)));
  return hash.digest("hex");
}
