import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ejs from "ejs";

const FOLDER = new URL("../../../templates/", import.meta.url);

/** A template is filled for each vendor, and compiled once. */
const COMPILED = new Map<string, (view: object) => string>();

/**
 * Fills a template of `templates/`; in it, `view` is all there is. Text goes in as it
 * is: the target has escaped it for its language.
 */
export function renderTemplate(name: string, view: object): string {
  const compiled = COMPILED.get(name) ?? compile(name);
  COMPILED.set(name, compiled);
  return compiled(view);
}

function compile(name: string): (view: object) => string {
  const url = new URL(`${name}.ejs`, FOLDER);
  const options = { strict: true, localsName: "view", filename: fileURLToPath(url) };
  return ejs.compile(readFileSync(url, "utf8"), options);
}
