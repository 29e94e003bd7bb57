import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { formatMistake } from "../../generator/model/mistake.js";
import { type LoadResult, loadModel } from "../../generator/registry/load-model.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";

/** The inputs of this project; only for tests. */
export const REAL_FOLDER = fileURLToPath(new URL("../../registry", import.meta.url));

/** The files of the real folder that tests edit; only for tests. */
export const DEFINITION = "rst-diagnostic-payload.yaml";
export const CAUSES = "tcp-failure-causes.draft-02.xml";
export const VENDOR = "vendors/32473.xml";
export const EXCERPT = "enterprise-numbers.txt";

/** A copy of the real folder that goes with the test; only for tests. */
export function copyOfRegistry(): string {
  const folder = makePrivateFolder("registry");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(REAL_FOLDER, folder, { recursive: true });
  return folder;
}

/** Replaces a text of a file and gives its line; throws where it is not there. Only for tests. */
export function edit(path: string, from: string, to: string): number {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`${path} has no ${JSON.stringify(from)}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return text.slice(0, at).split("\n").length;
}

/** Loads a folder under the name that users know; only for tests. */
export function load(folder: string): LoadResult {
  return loadModel({ path: folder, name: "registry" });
}

/** What a user is told of a folder; only for tests. */
export function toldOf(folder: string): readonly string[] {
  const result = load(folder);
  return result.kind === "loaded" ? [] : result.mistakes.map(formatMistake);
}
