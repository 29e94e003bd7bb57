import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { showUnprintable } from "../model/text.js";
import { digest } from "./installation.js";
import { lookAt } from "./links.js";
import { shortPath } from "./placed-files.js";

/** The file of a pack that lists all others, as `sha256sum --check` reads it in the pack's folder. */
export const MANIFEST = "SHA256SUMS";

/** A file of a pack: its path in the pack's folder, with `/`, and what it holds. */
export interface PackFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What was read of a pack, or what is wrong with it, each with its path. */
export type PackReading =
  | { readonly kind: "read"; readonly files: readonly PackFile[] }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

export function formatManifest(files: readonly PackFile[]): string {
  const byName = [...files].sort((one, other) => (one.name < other.name ? -1 : 1));
  return byName
    .map(({ name, content }) => {
      if (!isPlain(name)) throw new Error(`no manifest can list ${JSON.stringify(name)}`);
      return `${digest(content)}  ${name}\n`;
    })
    .join("");
}

/** The digest of each file, by its name; undefined where this is no manifest of ours. */
export function parseManifest(text: string): ReadonlyMap<string, string> | undefined {
  const digests = new Map<string, string>();
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, sha256, name] = /^([\da-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 === undefined || name === undefined || !isPlain(name)) return undefined;
    digests.set(name, sha256);
  }
  return digests;
}

/** A name that stays in its folder, and that is the same in every file system and in a line. */
function isPlain(name: string): boolean {
  const parts = name.split("/");
  return parts.every((part) => /^[^\\:\p{Cc}]+$/u.test(part) && !/^\.+$/.test(part));
}

/** A file that every pack has: a list without it is that of something else. */
const ALWAYS = "wireshark/rstdiag.lua";
/** Below them are samples of the pack, which no list has. */
const SAMPLES = "samples/";

/** Of these paths in a pack's folder, those at which something stands that no pack of ours has put there. */
export function findForeign(pack: string, paths: readonly string[]): readonly string[] {
  const there = paths.filter((path) => lookAt(path) !== undefined);
  if (there.length === 0) return [];
  const text = readIfFile(join(pack, MANIFEST));
  const listed = text && parseManifest(new TextDecoder().decode(text));
  if (listed === undefined || !listed.has(ALWAYS)) return there;
  return there.filter((path) => {
    const name = shortPath(pack, path);
    return name !== MANIFEST && !name.startsWith(SAMPLES) && !listed.has(name);
  });
}

/**
 * Reads a file of a pack, or all files below a folder of it. They are what the manifest says, all
 * of what it says, and nothing besides; else nothing is read.
 */
export function readPack(pack: string, places: readonly string[]): PackReading {
  const path = join(pack, MANIFEST);
  const text = readIfFile(path);
  if (text === undefined)
    return refuse([`there is no ${path}, which says what belongs to the pack`]);
  const digests = parseManifest(new TextDecoder().decode(text));
  if (digests === undefined) return refuse([`${path} is damaged`]);
  const isWanted = (name: string) =>
    places.some((place) => name === place || name.startsWith(`${place}/`));
  const listed = [...digests.keys()].filter(isWanted);
  const strange = places
    .flatMap((place) => listFiles(pack, place))
    .filter((name) => !digests.has(name))
    .map((name) => `${join(pack, name)} is not listed in ${MANIFEST}`);
  const files: PackFile[] = [];
  const wrong: string[] = [];
  for (const name of listed) {
    const content = readIfFile(join(pack, name));
    const state = content === undefined ? "missing" : "changed";
    if (content !== undefined && digest(content) === digests.get(name))
      files.push({ name, content });
    else wrong.push(`${join(pack, name)} is ${state}: ${MANIFEST} lists ${DIFFERENCES[state]}`);
  }
  const reasons = [...wrong, ...strange];
  return reasons.length > 0 ? refuse(reasons) : { kind: "read", files };
}

const DIFFERENCES = { missing: "it", changed: "another digest" } as const;

function refuse(reasons: readonly string[]): PackReading {
  return { kind: "refused", reasons: reasons.map(showUnprintable) };
}

/** What else is there, such as a pipe that nobody writes to, is not read. */
function readIfFile(path: string): Uint8Array | undefined {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? readFileSync(path) : undefined;
}

/** The names of all that is no folder, at a place of the pack or below it; links are not followed. */
function listFiles(pack: string, place: string): readonly string[] {
  const found = lstatSync(join(pack, place), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [place] : [];
  return readdirSync(join(pack, place)).flatMap((name) => listFiles(pack, `${place}/${name}`));
}
