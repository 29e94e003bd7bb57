// Runs the instructions of Containerfile one after the other, each stage in a Debian of its own that
// debootstrap makes, and then asks what is in the last one, as its user. No container program is needed,
// so this shows what the commands do, and not what such a program makes of the file. Root on Linux, with
// debootstrap. Where apt's mirror lacks tcpdump's source, `--tcpdump-source TREE` stands for what
// `apt-get source` would get. npm: `verify:container`.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { withProc } from "../with-proc.mjs";
import { type Instruction, readContainerfile, type Stage } from "./containerfile.js";

const { values } = parseArgs({ options: { "tcpdump-source": { type: "string" } } });
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CLEAN = ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

/** Where this machine trusts others than Debian does, such as a proxy, the images have to as well. */
const TRUSTED = process.env["NODE_EXTRA_CA_CERTS"];
const TRUST = "/usr/local/share/machine.pem";

/** A folder that is as an image would be, and what the next instruction goes by. */
interface Image {
  readonly root: string;
  folder: string;
  user: string;
}

function run(words: readonly string[], input?: Uint8Array): string {
  const [program = "", ...args] = words;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1024 * 1024 * 1024,
    ...(input && { input }),
  });
  if (status === 0) return stdout;
  throw new Error(`${words.join(" ")}\n${error?.message ?? ""}${stdout}${stderr}`.slice(-8000));
}

/** Runs a command in an image, as its user and in its folder. */
function runIn({ root, folder, user }: Image, script: string): string {
  const home = user === "root" ? "/root" : `/home/${user}`;
  const inside = ["sh", "-c", `cd "$0" && eval "$1"`, folder, script];
  const chroot = ["chroot", ...(user === "root" ? [] : [`--userspec=${user}:${user}`]), root];
  // What mounts /proc looks for the folder right behind the program.
  const trust = TRUSTED === undefined ? [] : [`NODE_EXTRA_CA_CERTS=${TRUST}`];
  const words = withProc(["chroot", root, ...CLEAN, `HOME=${home}`, ...trust, ...inside]);
  const at = words.indexOf("chroot");
  return run([...words.slice(0, at), ...chroot, ...words.slice(at + 2)]);
}

/** What `podman build` would send: all that is committed or will be, without what is ignored. */
function copyContext(to: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = run(["git", "-C", ROOT, ...list]).split("\0");
  for (const name of new Set(names.filter(Boolean))) cpSync(join(ROOT, name), join(to, name));
}

function copy(image: Image, text: string, images: ReadonlyMap<string, Image>): void {
  const words = text.split(/\s+/);
  const from = words[0]?.startsWith("--from=") ? words.shift()?.slice("--from=".length) : undefined;
  const [source = "", target = ""] = words;
  const to = join(image.root, posix.resolve(image.folder, target));
  mkdirSync(dirname(to), { recursive: true });
  if (from === undefined) copyContext(to);
  else run(["cp", "-a", "-T", join(images.get(from)?.root ?? "", source), to]);
}

const GET_SOURCE = "apt-get source tcpdump ";

/** The command, or what is left of it where a folder of this machine stands for what it gets. */
function withSource({ root, folder }: Image, command: string): string {
  const tree = values["tcpdump-source"];
  if (tree === undefined || !command.startsWith(GET_SOURCE)) return command;
  console.log(`  ${GET_SOURCE}was not run: ${tree} stands for what it gets`);
  cpSync(tree, join(root, folder, basename(tree)), { recursive: true });
  return `true ${command.slice(GET_SOURCE.length)}`;
}

function obey(image: Image, { name, text }: Instruction, images: ReadonlyMap<string, Image>): void {
  console.log(`${name} ${text}`);
  const start = Date.now();
  if (name === "RUN") runIn(image, withSource(image, text));
  else if (name === "COPY") copy(image, text, images);
  else if (name === "USER") image.user = text;
  else if (name === "WORKDIR") {
    image.folder = posix.resolve(image.folder, text);
    mkdirSync(join(image.root, image.folder), { recursive: true });
  } else if (name !== "ENTRYPOINT" && name !== "CMD") throw new Error(`unknown: ${name}`);
  console.log(`  done in ${Math.round((Date.now() - start) / 1000)} s`);
}

/** A small Debian, with the resolver that containers get of the machine that they are on. */
function makeBase({ base }: Stage, folder: string): string {
  const suite = /^docker\.io\/library\/debian:(\w+)-slim$/.exec(base)?.[1];
  if (suite === undefined) throw new Error(`no Debian: ${base}`);
  const root = join(folder, suite);
  console.log(`FROM ${base}: debootstrap ${suite}`);
  run(["debootstrap", "--variant=minbase", suite, root]);
  writeFileSync(join(root, "etc/resolv.conf"), readFileSync("/etc/resolv.conf"));
  if (TRUSTED !== undefined) writeFileSync(join(root, TRUST), readFileSync(TRUSTED));
  return root;
}

function octetsOf(root: string): number {
  return Number(run(["du", "-sx", "-B1", root]).split("\t", 1)[0]);
}

const SAMPLE = "/opt/rstdiag/lib/node_modules/rstdiag/samples/specification-examples.pcapng";

/** Commands of a user of the image, and what each has to print. */
const QUESTIONS: readonly (readonly [command: string, answer: RegExp])[] = [
  ["id -un", /^analyst$/m],
  ["rstdiag --version", /^rstdiag \d+\.\d+\.\d+ \(/],
  [`rstdiag explain ${SAMPLE}`, /^3 connections reset/],
  [`tshark -r ${SAMPLE} -T fields -e rstdiag.reason`, /^Connection timeout$/m],
  [`tshark -q -z rstdiag,explain -r ${SAMPLE}`, /^3 connections reset/m],
  [`tcpdump -nvvr ${SAMPLE}`, /\[RST: Connection timeout/],
];

const work = makePrivateFolder("container");
try {
  const stages = readContainerfile(readFileSync(join(ROOT, "Containerfile"), "utf8"));
  const images = new Map<string, Image>();
  const bases = new Map<string, string>();
  for (const [at, stage] of stages.entries()) {
    const base = bases.get(stage.base) ?? makeBase(stage, work);
    bases.set(stage.base, base);
    const image: Image = { root: join(work, `stage-${at}`), folder: "/", user: "root" };
    run(["cp", "-a", base, image.root]);
    images.set(stage.name ?? String(at), image);
    for (const instruction of stage.instructions) obey(image, instruction, images);
  }
  const last = [...images.values()].at(-1);
  if (last === undefined) throw new Error("no stage");
  for (const [command, answer] of QUESTIONS) {
    const printed = runIn(last, command);
    console.log(`$ ${command}\n${printed.trimEnd()}`);
    if (!answer.test(printed)) throw new Error(`${command} does not print ${answer}`);
  }
  const [base = ""] = bases.values();
  const megabytes = (octets: number) => `${Math.round(octets / 1e6)} MB`;
  const [own, whole] = [octetsOf(last.root) - octetsOf(base), octetsOf(last.root)];
  console.log(
    `all is as it should be; ${megabytes(whole)}, ${megabytes(own)} of them not Debian's base`,
  );
} finally {
  run(["rm", "-rf", "--one-file-system", work]);
}
