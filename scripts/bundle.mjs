// Puts the program's modules together into few files: what Node spends on finding, reading and
// linking hundreds of modules is most of a short run.
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";

/** Those that something loads by their path: npm, this build, and lua/. */
const ENTRIES = [
  "cli",
  "index",
  "cli/decode",
  "cli/explain",
  "cli/report",
  "cli/program",
  "cli/completion",
  "decode/read-table",
  "cli/project",
  "registry/load-model",
  "registry/built-model",
  "targets/wireshark/compiled-explanation",
];

/** Targets are found by their place. */
function listTargets(source) {
  const names = readdirSync(join(source, "targets")).filter((name) => /^[a-z-]+\.ts$/.test(name));
  return names.map((name) => `targets/${name.slice(0, -".ts".length)}`);
}

/** Stands for the folder of the program until it is known which file a module becomes a part of. */
const FOLDER = "RSTDIAG_BUILD_FOLDER";

/** Lets each module find what is beside it, such as templates, as if it had a file of its own. */
function keepPlaces(source) {
  return {
    name: "keep-places",
    transform(code, id) {
      if (!id.startsWith(source) || !code.includes("import.meta.url")) return null;
      const name = relative(source, id).replace(/\.ts$/, ".js");
      const place = `new URL("${name}", ${FOLDER}).href`;
      // No line becomes another one, so that the map of lines stays true.
      return { code: code.replaceAll("import.meta.url", place), map: null };
    },
    renderChunk(code, { fileName }) {
      if (!code.includes(FOLDER)) return null;
      const up = "../".repeat(fileName.split("/").length - 1) || "./";
      return { code: code.replaceAll(FOLDER, `new URL("${up}", import.meta.url)`), map: null };
    },
  };
}

/** The packages that npm installs for users, or that they may install. */
function listPackages() {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { dependencies, peerDependencies } = JSON.parse(text);
  return Object.keys({ ...dependencies, ...peerDependencies });
}

/** Throws where a module needs what users do not have, such as a helper of the bundler's. */
function refuseForeign(files) {
  const chunks = files.filter(({ type }) => type === "chunk");
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const packages = listPackages();
  const isKnown = (name) =>
    own.has(name) ||
    isBuiltin(name) ||
    packages.some((one) => name === one || name.startsWith(`${one}/`));
  for (const { fileName, imports } of chunks) {
    const foreign = imports.filter((name) => !isKnown(name));
    if (foreign.length > 0) throw new Error(`${fileName} imports ${foreign.join(", ")}`);
  }
}

/**
 * Writes the program as modules that can be read, with maps to their sources. Packages stay outside:
 * npm installs them.
 */
export async function bundle(source, folder) {
  const entries = [...ENTRIES, ...listTargets(source)];
  const build = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(source, `${name}.ts`)])),
    platform: "node",
    external: /^[a-z@]/,
    resolve: { extensionAlias: { ".js": [".ts"] } },
    plugins: [keepPlaces(source)],
  });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    sourcemap: true,
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name].js",
  });
  await build.close();
  refuseForeign(output);
}

/** The name by which sources import what the build puts into a program for browsers. */
const EMBEDDED = "rstdiag:embedded";

function embed(text) {
  return {
    name: "embed",
    resolveId: (name) => (name === EMBEDDED ? EMBEDDED : null),
    load: (id) => (id === EMBEDDED ? text : null),
  };
}

/**
 * A module of the program with all that it needs, as one text that a browser runs. Sources whose name
 * ends in `.browser.ts` stand for those of the same name.
 */
export async function bundleForBrowser(source, name, { embedded, ...output }) {
  const build = await rolldown({
    input: join(source, `${name}.ts`),
    platform: "browser",
    resolve: { extensionAlias: { ".js": [".browser.ts", ".ts"] } },
    plugins: [embed(embedded)],
  });
  const { output: made } = await build.generate(output);
  await build.close();
  const [{ code, imports, dynamicImports }] = made;
  const outside = [...imports, ...dynamicImports];
  if (outside.length > 0) throw new Error(`in a browser ${name} lacks ${outside.join(", ")}`);
  return code;
}
