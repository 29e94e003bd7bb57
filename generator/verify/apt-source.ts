import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSourceLists, type SourceLists } from "./apt-entries.js";
import { type CommandResult, describeEnd, runCommand, succeeded } from "./run-command.js";
import { parseSourceDescription } from "./source-description.js";

/** What to fetch. */
export interface SourceRequest {
  readonly packageName: string;
  /** Where the files stay, absolute: a second call finds them there and needs no network. */
  readonly folder: string;
  /** Another release of Debian, `sid`, fetched anew each time; the running one where absent. */
  readonly codename?: string;
}

/** An upstream source as the running distribution has it. */
export interface SourcePackage {
  readonly kind: "source";
  /** Path of the `.orig.tar.*`, its digest checked. */
  readonly tarball: string;
  /** SHA-256 of the tarball, in hexadecimal. */
  readonly sha256: string;
  /** The distribution's, `4.99.3-1`. */
  readonly version: string;
  /** The project's own, `4.99.3`. */
  readonly upstreamVersion: string;
}

/** Why something could not be had here; nothing is wrong with the product. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly reason: string;
}

/** Fetches a source package through apt, whose own state stays as it is; needs no rights. */
export async function fetchDebianSource(
  request: SourceRequest,
): Promise<SourcePackage | Unavailable> {
  const { packageName, folder, codename } = request;
  const home = join(folder, `${packageName}-${codename ?? (await readDistribution())}`);
  const kept = codename === undefined ? await findSource(home) : undefined;
  if (kept) return kept;
  const lists = await readSourceLists(codename);
  if (lists.kind === "unavailable") return lists;
  await mkdir(folder, { recursive: true });
  const workshop = await mkdtemp(join(folder, ".fetching-"));
  try {
    const problem = await download(packageName, lists, workshop);
    if (problem !== undefined) {
      const reason = `the source of ${packageName} cannot be fetched: ${problem}`;
      return { kind: "unavailable", reason };
    }
    await rm(home, { recursive: true, force: true });
    // It fails where another process was quicker, and then what that one left is as good.
    await rename(join(workshop, "files"), home).catch(() => undefined);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  const reason = `apt brought no upstream source of ${packageName}`;
  return (await findSource(home)) ?? { kind: "unavailable", reason };
}

/** After an upgrade of the distribution, its older source must not be taken for the new one. */
async function readDistribution(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const field = (name: string) => new RegExp(`^${name}="?([\\w.-]+)`, "m").exec(text)?.[1];
  return `${field("ID") ?? "linux"}-${field("VERSION_CODENAME") ?? field("VERSION_ID") ?? "any"}`;
}

async function findSource(home: string): Promise<SourcePackage | undefined> {
  const names: readonly string[] = await readdir(home).catch(() => []);
  const name = names.find((candidate) => candidate.endsWith(".dsc"));
  if (name === undefined) return undefined;
  const description = parseSourceDescription(await readFile(join(home, name), "utf8"));
  if (!description) return undefined;
  const { version, upstreamVersion } = description;
  const { sha256, name: tarballName } = description.tarball;
  const tarball = join(home, tarballName);
  const octets = await readFile(tarball).catch(() => undefined);
  if (!octets || createHash("sha256").update(octets).digest("hex") !== sha256) return undefined;
  return { kind: "source", tarball, sha256, version, upstreamVersion };
}

/** Leaves the package in `workshop/files`, or says why it could not. */
async function download(
  packageName: string,
  lists: Extract<SourceLists, { kind: "lists" }>,
  workshop: string,
): Promise<string | undefined> {
  const files = join(workshop, "files");
  for (const path of ["state/lists/partial", "cache/archives/partial", "sources", "files"]) {
    await mkdir(join(workshop, path), { recursive: true });
  }
  await writeFile(join(workshop, "sources", "distribution.sources"), lists.deb822);
  await writeFile(join(workshop, "sources", "distribution.list"), lists.oneLine);
  // A system's hooks after an update tell its other programs; lists cannot be emptied with -o.
  const hooks = ["Pre-Invoke", "Post-Invoke", "Post-Invoke-Success"];
  const clear = hooks.map((hook) => `#clear APT::Update::${hook};\n`).join("");
  await writeFile(join(workshop, "apt.conf"), clear);
  const apt = (...args: readonly string[]) =>
    runCommand({ program: "apt-get", args: [...privateOptions(workshop), ...args], cwd: files });
  // An index that could not be had is a warning to apt; whether it mattered shows next.
  const update = await apt("update");
  const source = await apt("source", "--download-only", "--only-source", packageName);
  return succeeded(source)
    ? undefined
    : (explain(update) ?? explain(source) ?? describeEnd(source));
}

function privateOptions(workshop: string): readonly string[] {
  const settings = [
    `Dir::State=${workshop}/state`,
    `Dir::Cache=${workshop}/cache`,
    `Dir::Log=${workshop}`,
    "Dir::Etc::sourcelist=/dev/null",
    `Dir::Etc::sourceparts=${workshop}/sources`,
    // apt as root works as the user _apt, who cannot reach a folder in root's home.
    "APT::Sandbox::User=root",
    "Acquire::Retries=1",
    "Acquire::http::Timeout=20",
    "Acquire::https::Timeout=20",
  ];
  return ["-q", "-c", `${workshop}/apt.conf`, ...settings.flatMap((setting) => ["-o", setting])];
}

/** The first complaint of apt; the others follow from it. */
function explain(result: CommandResult): string | undefined {
  if (result.kind === "missing") return describeEnd(result);
  return /^[EW]: (.*)$/m.exec(result.stderr)?.[1];
}
