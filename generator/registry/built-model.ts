import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { deserialize, serialize } from "node:v8";
import { deepFreeze, type Model } from "../model/model.js";

/** Where the build puts it, beside what it makes of this file. */
const FILE = new URL("built-model.bin", import.meta.url);

/** What the build has read, and of which files. */
interface BuiltModel {
  readonly digest: string;
  readonly model: Model;
}

/**
 * The Model of a registry folder as octets that say of which files it is.
 * @public scripts/build.mjs calls it in the built program.
 */
export function packModel(folder: string, model: Model): Uint8Array {
  const built: BuiltModel = { digest: digestOf(folder), model };
  return serialize(built);
}

/**
 * What the build has read of this registry folder, which takes far less time than reading it again;
 * nothing where there was no build, or where any file of the folder is another by now.
 */
export function findBuiltModel(folder: string, file: URL | string = FILE): Model | undefined {
  try {
    const { digest, model }: BuiltModel = deserialize(readFileSync(file));
    return digest === digestOf(folder) ? deepFreeze(model) : undefined;
  } catch {
    // Not there, or of a Node that writes it otherwise. What is wrong with the folder, its reader says.
    return undefined;
  }
}

/** One SHA-256 over all files of a folder, by their names in it. */
export function digestOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map(pathOf);
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const content = readFileSync(path);
    const name = path.slice(folder.length).split(sep).join("/");
    hash.update(`${name}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function pathOf({ parentPath, name }: { readonly parentPath: string; readonly name: string }) {
  return join(parentPath, name);
}
