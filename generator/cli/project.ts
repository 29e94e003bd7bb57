import { existsSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { type PlacedFile, shortPath } from "../install/placed-files.js";
import { formatMistake, formatWarning } from "../model/mistake.js";
import type { Model } from "../model/model.js";
import { DEFINITION_FILE, type RegistryFolder } from "../registry/definition.js";
import { checkEnterprises, type EnterpriseFile } from "../registry/enterprise-numbers.js";
import { type LoadOptions, loadModel } from "../registry/load-model.js";
import { type Context, OWN_ROOT, ownVersion, tell } from "./context.js";

const IS_INSTALLED = OWN_ROOT.split(sep).includes("node_modules");

/** Where a command reads and writes; all paths are absolute. */
export interface Project {
  readonly registry: RegistryFolder;
  /** What is used beside or instead of what the definition says. */
  readonly inputs: LoadOptions;
  /** IANA's whole file, which the inputs are compared with. */
  readonly enterpriseNumbers?: EnterpriseFile;
  /** Extra output that the targets are asked for. */
  readonly options: { readonly tcpdumpGuesses: boolean };
  /** Folder of the pack, and of its sample captures. */
  readonly dist: string;
  readonly samples: string;
  /** What lies among the samples and is not generated: captures of a real kernel, and a note. */
  readonly recorded: readonly string[];
}

/** The folders that an option of the command names instead of the usual ones. */
export interface ProjectOptions {
  readonly registry?: string;
  readonly out?: string;
  /** The revision to use instead of the default. */
  readonly revision?: string;
  /** Files of vendors that are not in the registry's folder. */
  readonly vendor?: readonly string[];
  /** IANA's whole file of Private Enterprise Numbers. */
  readonly enterpriseNumbers?: string;
  /** Whether tcpdump also decodes what it can recognise by its shape alone. */
  readonly tcpdumpGuesses?: boolean;
}

/** Finds the project: the user's folder or the nearest above it that has a registry. */
export function findProject({ cwd }: Context, options: ProjectOptions): Project {
  const found = findRoot(cwd);
  const registry = resolve(cwd, options.registry ?? join(found ?? OWN_ROOT, "registry"));
  // What npm installed is not the user's to change.
  const root = found ?? (IS_INSTALLED ? cwd : OWN_ROOT);
  const { enterpriseNumbers: enterprises } = options;
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  const samples = join(out ?? root, "samples");
  return {
    registry: { path: registry, name: shortPath(cwd, registry) },
    inputs: {
      ...(options.revision !== undefined && { revision: options.revision }),
      vendorFiles: (options.vendor ?? []).map((name) => ({ path: resolve(cwd, name), name })),
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

/** A pack that is used as it is. */
export interface Pack {
  readonly dist: string;
  /** A capture in which every frame states a reason; it is rstdiag's own. */
  readonly provingSample: string;
}

/** Finds the pack to install: the project's, or else the one that rstdiag itself came with. */
export function findPack({ cwd }: Context, { out }: Pick<ProjectOptions, "out">): Pack {
  const dist = out === undefined ? join(findRoot(cwd) ?? OWN_ROOT, "dist") : resolve(cwd, out);
  return { dist, provingSample: join(OWN_ROOT, "samples", "specification-examples.pcapng") };
}

function findRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "registry", DEFINITION_FILE))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findRoot(parent);
}

/** Loads the Model, or prints each mistake on a line of its own; warnings stop nobody. */
export async function loadOrTell(context: Context, project: Project): Promise<Model | undefined> {
  const result = loadModel(project.registry, project.inputs);
  if (result.kind === "mistakes") {
    tell(context, ...result.mistakes.map(formatMistake));
    return undefined;
  }
  const { enterpriseNumbers } = project;
  if (!enterpriseNumbers) {
    tell(context, ...result.warnings.map(formatWarning));
    return result.model;
  }
  // The whole file says all that the excerpt does, and knows better.
  const checked = checkEnterprises(enterpriseNumbers, result.claims);
  if (checked.kind === "mistakes") {
    tell(context, ...checked.mistakes.map(formatMistake));
    return undefined;
  }
  tell(context, ...checked.value.map(formatWarning));
  return result.model;
}

/** Everything that the inputs give, and where it belongs: the pack, then its samples. */
export async function placeFiles(project: Project, model: Model): Promise<readonly PlacedFile[]> {
  const { generatePack } = await import("../targets/text/target.js");
  const { makeSamples } = await import("../samples/samples.js");
  const { encapsulationSamples } = await import("../samples/samples-encapsulations.js");
  const { makeTcpdumpTests } = await import("../samples/tcpdump-tests.js");
  const { TESTS_FOLDER } = await import("../targets/tcpdump/edit-tree.js");
  const pack = await generatePack(model, { version: ownVersion(), ...project.options });
  const encoder = new TextEncoder();
  return [
    ...pack.map(({ path, content }) => ({
      path: join(project.dist, path),
      content: typeof content === "string" ? encoder.encode(content) : content,
    })),
    ...makeTcpdumpTests(model, project.options.tcpdumpGuesses).map(({ name, content }) => ({
      path: join(project.dist, TESTS_FOLDER, name),
      content,
    })),
    ...[...makeSamples(model), ...encapsulationSamples(model)].map(({ name, content }) => ({
      path: join(project.samples, name),
      content,
    })),
  ];
}
