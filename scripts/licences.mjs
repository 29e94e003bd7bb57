// Lists what npm installs for users, with the licence of each package, of the installed ones. npm:
// `licences`; with --docs it writes the table in docs/dependencies.md.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { writePart } from "./page-part.mjs";

const root = new URL("../", import.meta.url);

/**
 * Those that may be part of a program under GPL-2.0-or-later. Apache-2.0 fits version 3 alone, which
 * "or later" allows: https://www.gnu.org/licenses/license-list.html
 */
const FITTING = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
];

/** The packages that npm installs for users, by their places; and what they say of themselves. */
export function listPackages() {
  const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", root), "utf8"));
  const places = Object.keys(packages).filter((place) => {
    const { dev, devOptional } = packages[place];
    return place !== "" && !dev && !devOptional;
  });
  return places.map((place) => {
    const manifest = JSON.parse(readFileSync(new URL(`${place}/package.json`, root), "utf8"));
    const { name, version, license } = manifest;
    return { name, version, license: typeof license === "string" ? license : undefined };
  });
}

/** Whether a program under GPL-2.0-or-later may use it: of several licences, one suffices. */
export function fits(license) {
  const choices = license?.replace(/^\((.*)\)$/, "$1").split(" OR ") ?? [];
  return choices.some((one) => FITTING.includes(one));
}

/** The table, a line each. */
export function dependencyTable() {
  const rows = listPackages().map(({ name, version, license }) => {
    return `| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${license} |`;
  });
  return ["| package | version | licence |", "|---|---|---|", ...rows];
}

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url) {
  const unfit = listPackages().filter(({ license }) => !fits(license));
  for (const { name, license } of unfit) {
    console.error(`${name} may not be used: its licence is ${license ?? "not told"}`);
  }
  if (process.argv.includes("--docs")) writePart("licences -- --docs", dependencyTable());
  else console.log(dependencyTable().join("\n"));
  process.exitCode = unfit.length > 0 ? 1 : 0;
}
