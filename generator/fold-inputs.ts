import { createHash } from "node:crypto";
import type { InputFile } from "./model/model.js";

/** More vendors than this are named by their folder alone, or headers would be longer than files. */
const MOST_NAMED_VENDORS = 16;

/** Puts the files of many vendors into one entry, whose digest is that of all their digests. */
export function foldInputs(
  inputs: readonly InputFile[],
  vendorFolder: string,
): readonly InputFile[] {
  const isVendor = ({ path }: InputFile) => path.startsWith(`registry/${vendorFolder}/`);
  const vendors = inputs.filter(isVendor);
  if (vendors.length <= MOST_NAMED_VENDORS) return inputs;
  const lines = vendors.map(({ path, digest }) => `${digest}  ${path}\n`).join("");
  const path = `registry/${vendorFolder}/ (${vendors.length} files, the digest of their list)`;
  const folded = { path, digest: createHash("sha256").update(lines).digest("hex") };
  return [...inputs.filter((input) => !isVendor(input)), folded];
}
