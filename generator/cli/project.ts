import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFINITION_FILE, type RegistryFolder } from "../registry/definition.js";
import type { EnterpriseFile } from "../registry/enterprise-numbers.js";
import type { LoadOptions } from "../registry/load-model.js";
import type { Context } from "./context.js";
import { shortPath } from "./pack-files.js";

/** rstdiag's own folder: its registry is the one where the user's folder has none. */
const OWN_ROOT = fileURLToPath(new URL("../../", import.meta.url));

const IS_INSTALLED = OWN_ROOT.split(sep).includes("node_modules");

/** Where a command reads and writes; all paths are absolute. */
export interface Project {
  readonly registry: RegistryFolder;
  /** What is used beside or instead of what the definition says. */
  readonly inputs: LoadOptions;
  /** IANA's whole file, which the inputs are compared with. */
  readonly enterpriseNumbers?: EnterpriseFile;
  /** What the targets are asked for besides. */
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
  /** Whether tcpdump also reads what only its shape speaks for. */
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

/** The release that `--version` prints and that the Wireshark plugin shows. */
export function ownVersion(): string {
  const text = readFileSync(join(OWN_ROOT, "package.json"), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

function findRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "registry", DEFINITION_FILE))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findRoot(parent);
}
