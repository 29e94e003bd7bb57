import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { digestOf } from "../registry/built-model.js";
import { OWN_ROOT, ownVersion } from "./context.js";

/** Where the build puts it, beside what it makes of this file. */
const FILE = new URL("built-files.bin", import.meta.url);

/** What is read, besides the program that the build makes as well. */
const INPUTS = ["registry", "templates", "data"];

/** A generated file: in which part of the output it belongs, its path there with `/`, its content. */
export interface MadeFile {
  readonly part: "pack" | "samples";
  readonly name: string;
  readonly content: Uint8Array;
}

/** What the build has made, and of which inputs. */
interface BuiltFiles {
  readonly digest: string;
  readonly files: readonly MadeFile[];
}

/**
 * All files that rstdiag's own registry gives, as octets that say of which inputs they are.
 * @public scripts/build.mjs calls it in the built program.
 */
export function packFiles(files: readonly MadeFile[], root: string = OWN_ROOT): Uint8Array {
  const built: BuiltFiles = { digest: digestOfInputs(root), files };
  return serialize(built);
}

/**
 * What the build has made of the inputs below the root: a pure function need not be called again where
 * they are octet by octet the same. Nothing where there was no build, or where any of them is another.
 */
export function findBuiltFiles(
  root: string = OWN_ROOT,
  file: URL | string = FILE,
): readonly MadeFile[] | undefined {
  try {
    const { digest, files }: BuiltFiles = deserialize(readFileSync(file));
    return digest === digestOfInputs(root) ? files : undefined;
  } catch {
    // Not there, or of a Node that writes it otherwise.
    return undefined;
  }
}

function digestOfInputs(root: string): string {
  const hash = createHash("sha256").update(ownVersion());
  for (const name of INPUTS) hash.update(digestOf(join(root, name)));
  return hash.digest("hex");
}
