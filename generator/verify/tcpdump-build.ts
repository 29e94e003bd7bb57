import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fetchDebianSource, type SourcePackage, type Unavailable } from "./apt-source.js";
import { readRecord } from "./build-record.js";
import { findMissingTools } from "./build-tools.js";
import { removeUnused } from "./cache-folder.js";
import { GCC, oneStep, type Report, type Toolchain } from "./tcpdump-make.js";
import { type BuildFailure, buildPatched } from "./tcpdump-patched.js";
import { buildStock, type SourceFolder, type StockTree } from "./tcpdump-stock.js";

/** The releases whose code around the change is the same: one patch applies to all of them. */
const RELEASES = [
  { ending: "-4.99.patch", versions: /^4\.99\.\d+/ },
  { ending: "-5.0.patch", versions: /^5\./ },
];
const PROGRAM = "tcpdump";
const STOCK = "stock";
/** The start of the folders of patched programs, which the digest of the patch goes on. */
const PATCHED = "patched";

/** What to build, and where. */
export interface BuildRequest {
  /** The cache, such as `~/.cache/rstdiag`; made where it is missing. Without blanks in its path. */
  readonly folder: string;
  /** The generated patch; rejects where it cannot be read. */
  readonly patchPath: string;
  /** The running distribution's where absent. */
  readonly source?: SourceRelease;
  /** gcc where absent. */
  readonly toolchain?: Toolchain;
  readonly report?: Report;
}

/** A release of Debian such as `sid`, or a source folder that somebody has. */
export type SourceRelease = { readonly kind: "release"; readonly codename: string } | SourceFolder;

/** The patched tcpdump, with the tests of its suite that fail, the same as without the patch. */
export interface BuiltTcpdump {
  readonly kind: "built";
  readonly program: string;
  /** The same tcpdump without the patch, and the tree that it was built in. */
  readonly stockProgram: string;
  readonly stock: StockTree;
  /** The project's own, `4.99.3`. */
  readonly version: string;
  readonly stockFailures: readonly string[];
  readonly patchedFailures: readonly string[];
  /** How many tests pass without the patch, and with it and the tests that it brings. */
  readonly stockPassed: number;
  readonly patchedPassed: number;
}

/** Failed is the patch's fault; unavailable is this machine's. */
export type BuildResult = BuiltTcpdump | BuildFailure | Unavailable;

/**
 * Builds the running distribution's tcpdump with the patch and runs its test suite. Each source
 * is built once, each patch once; what is in the cache already needs no tool and no network.
 */
export async function buildTcpdump(request: BuildRequest): Promise<BuildResult> {
  const { report = () => undefined, toolchain = GCC } = request;
  const folder = resolve(request.folder);
  const patchPath = resolve(request.patchPath);
  // tcpdump's test suite hands its own path to a shell without quoting it.
  if (!/^[\w./@%+:,~-]+$/.test(folder)) {
    return { kind: "unavailable", reason: `tcpdump cannot be tested in the folder ${folder}` };
  }
  const found = await oneStep("fetch", report, findSource(request, folder));
  if (found.kind === "unavailable") return found;
  const { source, version, name } = found;
  if (!RELEASES.some((one) => patchPath.endsWith(one.ending) && one.versions.test(version))) {
    const reason = `${basename(patchPath)} is not for tcpdump ${version}`;
    return { kind: "unavailable", reason };
  }
  const home = join(folder, `tcpdump-${version}-${name}`);
  const prefix = `${PATCHED}-${toolchain.name}-`;
  const places = {
    stock: join(home, `${STOCK}-${toolchain.name}`),
    patched: join(home, `${prefix}${await digestOf(patchPath)}`),
  };
  if (!((await readRecord(places.stock)) && (await readRecord(places.patched)))) {
    const reason = await findMissingTools(toolchain.compiler);
    if (reason !== undefined) return { kind: "unavailable", reason };
  }
  const stock = await buildStock({ source, folder: places.stock, toolchain, report });
  if (stock.kind === "unavailable") return stock;
  const patched = await buildPatched({ stock, patchPath, folder: places.patched, report });
  if ("kind" in patched) return patched;
  await removeUnused(places.patched, prefix);
  return {
    kind: "built",
    program: join(places.patched, PROGRAM),
    stockProgram: join(places.stock, PROGRAM),
    stock,
    version,
    stockFailures: stock.record.suite.failures,
    patchedFailures: patched.suite.failures,
    stockPassed: stock.record.suite.passed,
    patchedPassed: patched.suite.passed,
  };
}

/** A source to build, its version, and a name that no other source of the version has. */
interface FoundSource {
  readonly kind: "found";
  readonly source: SourcePackage | SourceFolder;
  readonly version: string;
  readonly name: string;
}

async function findSource(
  { source: wanted }: BuildRequest,
  folder: string,
): Promise<FoundSource | Unavailable> {
  if (wanted?.kind === "folder") {
    const version = await readFile(join(wanted.path, "VERSION"), "utf8").catch(() => undefined);
    if (version === undefined) {
      return { kind: "unavailable", reason: `${wanted.path} is no source folder of tcpdump` };
    }
    return { kind: "found", source: wanted, version: version.trim(), name: "folder" };
  }
  const codename = wanted?.codename;
  const source = await fetchDebianSource({
    packageName: "tcpdump",
    folder,
    ...(codename !== undefined && { codename }),
  });
  if (source.kind === "unavailable") return source;
  const name = source.sha256.slice(0, 12);
  return { kind: "found", source, version: source.upstreamVersion, name };
}

/** Of the patch and of the tests beside it. */
async function digestOf(patchPath: string): Promise<string> {
  const hash = createHash("sha256").update(await readFile(patchPath));
  const tests = join(dirname(patchPath), "tests");
  for (const name of (await readdir(tests).catch(() => [])).sort()) {
    hash.update(name).update(await readFile(join(tests, name)));
  }
  return hash.digest("hex").slice(0, 12);
}
