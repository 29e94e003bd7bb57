import { createHash } from "node:crypto";
import type { Model } from "./model.js";

/** Twelve hexadecimal digits that are others where an input is another: `3f0c5e1a9b27`. */
export function inputsDigest({ inputs }: Model): string {
  const lines = inputs.map(({ path, digest }) => `${path} ${digest}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
}
