import { access, chmod } from "node:fs/promises";
import { join } from "node:path";
import type { Unavailable } from "./apt-source.js";
import { makeWhole } from "./cache-folder.js";
import { removeFolder } from "./remove-folder.js";
import { type CommandResult, describeEnd, runCommand, succeeded } from "./run-command.js";

/** Which system to make, and where. */
export interface ChrootRequest {
  /** A release of Debian by its code name, `trixie`, or `sid`. */
  readonly suite: string;
  /** The cache, such as `~/.cache/rstdiag/chroots`; made where it is missing. */
  readonly folder: string;
  /** Whether one that is there already is made anew. */
  readonly fresh: boolean;
  /** Only root can make a chroot, and enter it. */
  readonly isRoot: boolean;
}

/** A folder with a small Debian in it. */
export interface Chroot {
  readonly kind: "chroot";
  readonly root: string;
}

const TIMEOUT_MS = 15 * 60 * 1000;
const TSHARK = "usr/bin/tshark";

/** Makes a Debian with tshark in it, of the mirror that apt uses here, unless it is there already. */
export async function makeChroot(request: ChrootRequest): Promise<Chroot | Unavailable> {
  const { suite, folder, fresh, isRoot } = request;
  const root = join(folder, suite);
  const unavailable = (reason: string): Unavailable => ({ kind: "unavailable", reason });
  if (!isRoot) return unavailable("only root can make a chroot and enter it");
  if (fresh) await removeFolder(root);
  if (await hasTshark(root)) return { kind: "chroot", root };
  await removeFolder(root);
  const reason = await makeWhole(root, async (workshop) => {
    const result = await fill(suite, workshop);
    return { whole: result === undefined, result };
  });
  return reason === undefined ? { kind: "chroot", root } : unavailable(reason);
}

async function hasTshark(root: string): Promise<boolean> {
  return access(join(root, TSHARK)).then(
    () => true,
    () => false,
  );
}

/** Says why it could not, where it could not. */
async function fill(suite: string, root: string): Promise<string | undefined> {
  const mirror = selectMirror(await listRepositories());
  const base = ["--variant=minbase", "--force-check-gpg", suite, root];
  const made = await run("debootstrap", ...base, ...(mirror === undefined ? [] : [mirror]));
  if (!succeeded(made)) return explain(made);
  // An ordinary user has to pass through it.
  await chmod(root, 0o755);
  // Not by debootstrap: it does not know that one package can stand for another.
  const install = ["install", "-y", "--no-install-recommends", "tshark"];
  const installed = await run("chroot", root, "apt-get", "-q", ...install);
  return succeeded(installed) ? undefined : explain(installed);
}

function run(program: string, ...args: readonly string[]): Promise<CommandResult> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  return runCommand({ program, args, env, timeoutMs: TIMEOUT_MS });
}

async function listRepositories(): Promise<string> {
  const format = "$(ORIGIN)|$(LABEL)|$(REPO_URI)";
  const args = ["indextargets", "--format", format, "Created-By: Packages"];
  const result = await runCommand({ program: "apt-get", args });
  return succeeded(result) ? result.stdout : "";
}

/** Debian's own repository among what `apt-get indextargets` printed; not that of its updates. */
export function selectMirror(repositories: string): string | undefined {
  const rows = repositories.split("\n").map((line) => line.split("|"));
  const own = rows.find(
    ([origin, label, uri]) =>
      origin === "Debian" && label === "Debian" && /^https?:/.test(uri ?? ""),
  );
  return own?.[2];
}

/** The last complaint, which names what the others led to. */
function explain(result: CommandResult): string {
  const printed = result.kind === "missing" ? "" : `${result.stdout}\n${result.stderr}`;
  const complaint = [...printed.matchAll(/^[EW]: (.*)$/gm)].at(-1)?.[1];
  return complaint === undefined ? describeEnd(result) : `${describeEnd(result)}: ${complaint}`;
}
