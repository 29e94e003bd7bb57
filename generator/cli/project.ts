import { existsSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { type PlacedFile, shortPath, writeFiles } from "../install/placed-files.js";
import { formatMistake, formatWarning } from "../model/mistake.js";
import type { Model } from "../model/model.js";
import { DEFINITION_FILE } from "../registry/definition.js";
import { checkEnterprises } from "../registry/enterprise-numbers.js";
import { type LoadOptions, loadModel } from "../registry/load-model.js";
import type { NamedPath, ReadResult } from "../registry/source-file.js";
import { type Context, messageOf, OWN_ROOT, ownVersion, Refusal, tell } from "./context.js";

const IS_INSTALLED = OWN_ROOT.split(sep).includes("node_modules");

/** Where a command reads and writes; all paths are absolute. */
export interface Project {
  readonly registry: NamedPath;
  /** What is used beside or instead of what the definition says. */
  readonly inputs: LoadOptions;
  /** IANA's whole file, which the inputs are compared with. */
  readonly enterpriseNumbers?: NamedPath;
  /** Extra output that the targets are asked for. */
  readonly options: { readonly tcpdumpGuesses: boolean };
  /** Folder of the pack, and of its sample captures. */
  readonly dist: string;
  readonly samples: string;
  /** What lies among the samples and is not generated: captures of a real kernel, and a note. */
  readonly recorded: readonly string[];
}

export interface ProjectOptions {
  readonly registry?: string;
  readonly out?: string;
  readonly revision?: string;
  readonly vendor?: readonly string[];
  readonly enterpriseNumbers?: string;
  readonly tcpdumpGuesses?: boolean;
}

/** Finds the project: the user's folder or the nearest above it that has a registry. */
export function findProject({ cwd }: Context, options: ProjectOptions): Project {
  const found = findRoot(cwd);
  const registry = resolve(cwd, options.registry ?? join(found ?? OWN_ROOT, "registry"));
  // What npm installed is not the user's to change.
  const root = found ?? (IS_INSTALLED ? cwd : OWN_ROOT);
  const { enterpriseNumbers: enterprises, revision, vendor = [] } = options;
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  const samples = join(out ?? root, "samples");
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
    dist: out ?? join(root, "dist"),
    samples,
    recorded: ["laboratory", "README.md"].map((name) => join(samples, name)),
  };
}

/** Finds the pack to install: the project's, or else the one that rstdiag itself came with. */
export function findPack({ cwd }: Context, { out }: Pick<ProjectOptions, "out">): string {
  return out === undefined ? join(findRoot(cwd) ?? OWN_ROOT, "dist") : resolve(cwd, out);
}

function findRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "registry", DEFINITION_FILE))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findRoot(parent);
}

/** Loads the Model, or refuses with each mistake on a line of its own; warnings stop nobody. */
export function loadOrRefuse(context: Context, project: Project): Model {
  const result = loadModel(project.registry, project.inputs);
  if (result.kind === "mistakes") throw new Refusal(result.mistakes.map(formatMistake));
  const { enterpriseNumbers } = project;
  // The whole file says all that the excerpt does, and knows better.
  const warnings = enterpriseNumbers
    ? valueOrRefuse(checkEnterprises(enterpriseNumbers, result.claims))
    : result.warnings;
  tell(context, ...warnings.map(formatWarning));
  return result.model;
}

/** What was read, or a refusal that has each mistake on a line of its own. */
export function valueOrRefuse<T>(result: ReadResult<T>): T {
  if (result.kind === "read") return result.value;
  throw new Refusal(result.mistakes.map(formatMistake));
}

/** Writes all files, or none and refuses. */
export function writeOrRefuse(files: readonly PlacedFile[]): void {
  try {
    writeFiles(files);
  } catch (error) {
    throw new Refusal(`rstdiag: nothing was written: ${messageOf(error)}`);
  }
}

/** Everything that the inputs give, and where it belongs: the pack, then its samples. */
export async function placeFiles(project: Project, model: Model): Promise<readonly PlacedFile[]> {
  const { generatePack } = await import("../targets/rendering/target.js");
  const { makeSamples } = await import("../samples/samples.js");
  const { makeTcpdumpTests } = await import("../samples/tcpdump-tests.js");
  const { TESTS_FOLDER } = await import("../targets/tcpdump/edit-tree.js");
  const { dist, samples, options } = project;
  const place = (folder: string, name: string, content: string | Uint8Array): PlacedFile => ({
    path: join(folder, name),
    content: Buffer.from(content),
  });
  const tests = join(dist, TESTS_FOLDER);
  const pack = await generatePack(model, { version: ownVersion(), ...options });
  return [
    ...pack.map(({ path, content }) => place(dist, path, content)),
    ...makeTcpdumpTests(model, options.tcpdumpGuesses).map((one) =>
      place(tests, one.name, one.content),
    ),
    ...makeSamples(model).map(({ name, content }) => place(samples, name, content)),
  ];
}
