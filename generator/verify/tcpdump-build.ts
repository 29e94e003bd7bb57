import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fetchDebianSource, type Unavailable } from "./apt-source.js";
import { readRecord } from "./build-record.js";
import { findMissingTools } from "./build-tools.js";
import { removeUnused } from "./cache-folder.js";
import { oneStep, type Report } from "./tcpdump-make.js";
import { type BuildFailure, buildPatched } from "./tcpdump-patched.js";
import { buildStock } from "./tcpdump-stock.js";

/** The releases whose code around the change is the same (one patch applies to all). */
const RELEASES = /^4\.99\.\d+$/;
const PROGRAM = "tcpdump";
const STOCK = "stock";
/** The start of the folders of patched programs, which the digest of the patch goes on. */
const PATCHED = "patched-";

/** What to build, and where. */
export interface BuildRequest {
  /** The cache, such as `~/.cache/rstdiag`; made where it is missing. Without blanks in its path. */
  readonly folder: string;
  /** The generated patch; rejects where it cannot be read. */
  readonly patchPath: string;
  readonly report?: Report;
}

/** The patched tcpdump, with the tests of its suite that fail, the same as without the patch. */
export interface BuiltTcpdump {
  readonly kind: "built";
  readonly program: string;
  /** The same tcpdump without the patch. */
  readonly stockProgram: string;
  /** The project's own, `4.99.3`. */
  readonly version: string;
  readonly stockFailures: readonly string[];
  readonly patchedFailures: readonly string[];
}

/** Failed is the patch's fault; unavailable is this machine's. */
export type BuildResult = BuiltTcpdump | BuildFailure | Unavailable;

/**
 * Builds the running distribution's tcpdump with the patch and runs its test suite. Each source
 * is built once, each patch once; what is in the cache already needs no tool and no network.
 */
export async function buildTcpdump(request: BuildRequest): Promise<BuildResult> {
  const { report = () => undefined } = request;
  const folder = resolve(request.folder);
  const patchPath = resolve(request.patchPath);
  // tcpdump's test suite hands its own path to a shell without quoting it.
  if (!/^[\w./@%+:,~-]+$/.test(folder)) {
    return { kind: "unavailable", reason: `tcpdump cannot be tested in the folder ${folder}` };
  }
  const fetching = fetchDebianSource({ packageName: "tcpdump", folder });
  const source = await oneStep("fetch", report, fetching);
  if (source.kind === "unavailable") return source;
  const version = source.upstreamVersion;
  if (!RELEASES.test(version)) {
    const reason = `the patch is for tcpdump 4.99, this distribution has ${version}`;
    return { kind: "unavailable", reason };
  }
  const home = join(folder, `tcpdump-${version}-${source.sha256.slice(0, 12)}`);
  const places = { stock: join(home, STOCK), patched: join(home, await nameFor(patchPath)) };
  if (!((await readRecord(places.stock)) && (await readRecord(places.patched)))) {
    const reason = await findMissingTools();
    if (reason !== undefined) return { kind: "unavailable", reason };
  }
  const stock = await buildStock(source, places.stock, report);
  if (stock.kind === "unavailable") return stock;
  const patched = await buildPatched({ stock, patchPath, folder: places.patched, report });
  if ("kind" in patched) return patched;
  await removeUnused(places.patched, PATCHED);
  return {
    kind: "built",
    program: join(places.patched, PROGRAM),
    stockProgram: join(places.stock, PROGRAM),
    version,
    stockFailures: stock.record.suite.failures,
    patchedFailures: patched.suite.failures,
  };
}

async function nameFor(patchPath: string): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(patchPath))
    .digest("hex");
  return `${PATCHED}${digest.slice(0, 12)}`;
}
