import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./project.js";

const SOURCE = join(ROOT, "dist/wireshark/native");
const FLAGS = "-Werror -Wpedantic -Wshadow";
const SANITIZERS = "-g -fsanitize=address,undefined -fno-sanitize-recover=all";

/** The trigger as a system's own compiler made it for its own Wireshark; `close` removes it. */
export interface BuiltTrigger {
  readonly path: string;
  readonly version: string;
  /** Variables that its tshark needs, as `env` takes them; none but for sanitizers. */
  readonly env: readonly string[];
  readonly close: () => void;
}

/** Why a system cannot build the trigger; undefined where it can. `root` is the folder of a chroot. */
export function lacksForTrigger(root = ""): string | undefined {
  for (const program of ["make", "gcc"]) {
    if (run(root, program, "--version").status !== 0) return `${program} is not installed`;
  }
  return versionOfHeaders(root) === undefined ? "Wireshark's headers are not installed" : undefined;
}

/** Builds it, without any warning of the compiler; with ASan and UBSan, if they are asked for. */
export function buildTrigger(root = "", isSanitized = false): BuiltTrigger {
  const folder = makePrivateFolder("trigger", root === "" ? undefined : join(root, "tmp"));
  const close = () => rmSync(folder, { recursive: true, force: true });
  cpSync(SOURCE, folder, { recursive: true });
  const flags = `CFLAGS=-O2 ${FLAGS} ${isSanitized ? SANITIZERS : ""}`;
  const made = run(root, "make", "-C", folder.slice(root.length), flags);
  if (made.status === 0) {
    const version = versionOfHeaders(root) ?? "";
    const env = isSanitized ? sanitizedEnvironment(root) : [];
    return { path: join(folder, "rstdiag-trigger.so"), version, env, close };
  }
  close();
  throw new Error(`the native trigger was not built: ${made.stderr}`);
}

/** Builds another plugin of one file in the trigger's folder, and gives its path. */
export function buildBeside(trigger: BuiltTrigger, source: string, root = ""): string {
  const folder = dirname(trigger.path);
  const name = basename(source, ".c");
  cpSync(source, join(folder, `${name}.c`));
  const script = `cd "$0" && gcc -fPIC -shared $(pkg-config --cflags wireshark) ${name}.c -o ${name}.so`;
  const made = run(root, "sh", "-c", script, folder.slice(root.length));
  if (made.status !== 0) throw new Error(`${source} was not built: ${made.stderr}`);
  return join(folder, `${name}.so`);
}

/** tshark itself has no sanitizers, and leaks; by its "simple" allocator each block is one of malloc. */
function sanitizedEnvironment(root: string): readonly string[] {
  const [runtime = ""] = run(root, "gcc", "-print-file-name=libasan.so").stdout.split("\n");
  return [
    `LD_PRELOAD=${runtime}`,
    "ASAN_OPTIONS=detect_leaks=0",
    "UBSAN_OPTIONS=print_stacktrace=1",
    "WIRESHARK_DEBUG_WMEM_OVERRIDE=simple",
  ];
}

/** `4.4` of the Wireshark whose headers there are. */
function versionOfHeaders(root: string): string | undefined {
  const { stdout } = run(root, "pkg-config", "--modversion", "wireshark");
  return /^\d+\.\d+/.exec(stdout ?? "")?.[0];
}

function run(root: string, ...words: readonly string[]) {
  const [program = "", ...args] = root === "" ? words : ["chroot", root, ...words];
  return spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
}
