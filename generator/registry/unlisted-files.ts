import type { Mistake } from "../model/mistake.js";
import type { Model } from "../model/model.js";
import { DEFINITION_FILE } from "./definition-file.js";
import { fileIn, listFolder, type NamedPath, startOfFile } from "./source-file.js";

/** The registry files of a folder that its definition does not name, so that nothing reads them. */
export function findUnlisted(folder: NamedPath, { inputs }: Model): readonly Mistake[] {
  const files = listFolder(folder, ".");
  if (files.kind === "mistakes") return [];
  const read = new Set(inputs.map(({ path }) => path));
  return files.value
    .filter((name) => /\.(?:xml|csv)$/i.test(name) && !read.has(`registry/${name}`))
    .map((name) => ({
      place: startOfFile(fileIn(folder, name)),
      what: `${DEFINITION_FILE} does not list this file, so nothing reads it`,
      remedy: "add it to the revisions of its registry, or delete it",
    }));
}
