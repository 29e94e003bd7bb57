// Builds the program into build/, with nothing left in it of an older one. npm: `build`. What would
// not change is not touched, and each file is replaced as a whole: whoever runs the program, or
// builds it as well, meanwhile, is not disturbed. Where nothing was changed since the last build,
// there is nothing to do, unless `--anew` says otherwise.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isBuilt, rememberBuilt } from "./built-state.mjs";
import { readTables, writeModule } from "./embed.mjs";
import { makePage } from "./page.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
if (!process.argv.includes("--anew") && isBuilt(root)) process.exit(0);

// Loading what builds takes longer than to see that nothing is to be built.
const { bundle, bundleForBrowser } = await import("./bundle.mjs");
const { Ajv2020 } = await import("ajv/dist/2020.js");
const { default: standalone } = await import("ajv/dist/standalone/index.js");

const build = join(root, "build");
const registry = join(root, "registry");
const MAN_PAGE = "rstdiag.1";
const MODEL = "registry/built-model.bin";
/** What needs rstdiag's own Model: the library for browsers, and the page. */
const LIBRARY = "browser.js";
const PAGE = "rstdiag.html";
const OF_MODEL = [MODEL, LIBRARY, PAGE];
const PACK = "cli/own-pack.txt";
const FILES = "cli/built-files.bin";

mkdirSync(join(root, ".cache"), { recursive: true });
const stage = mkdtempSync(join(root, ".cache/build-"));
process.once("exit", () => rmSync(stage, { recursive: true, force: true }));

/** The files below a folder, by their paths in it. */
function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function isSame(path, content) {
  return existsSync(path) && readFileSync(path).equals(content);
}

function isInPlace(name) {
  return isSame(join(build, name), readFileSync(join(stage, name)));
}

/** Puts a file of the stage into its place. */
function put(name) {
  if (isInPlace(name)) return;
  const to = join(build, name);
  mkdirSync(dirname(to), { recursive: true });
  renameSync(join(stage, name), to);
}

/** Puts what was not in the stage into its place. */
function putNew(name, content) {
  mkdirSync(dirname(join(stage, name)), { recursive: true });
  writeFileSync(join(stage, name), content);
  put(name);
}

function remove(...names) {
  for (const name of names) rmSync(join(build, name), { force: true });
}

/** A module of the program that was just built. */
function load(name) {
  return import(pathToFileURL(join(build, name)).href);
}

const compiler = join(root, "node_modules/.bin/tsc");
function compile(...args) {
  const { status } = spawnSync(compiler, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
compile("-p", "tsconfig.build.json");
compile("-p", "tsconfig.browser.json");
await bundle(join(root, "generator"), stage);

// The types of the library: all that it names is published in dist/, and nothing else is looked at.
const alone = ["--ignoreConfig", "--noResolve", "--noCheck", "--types", "node"];
const language = ["--target", "es2022", "--module", "nodenext"];
const types = ["--declaration", "--emitDeclarationOnly", "--outDir", stage];
const [library, forBrowsers] = ["generator/index.ts", "generator/browser.ts"];
compile(...alone, ...language, ...types, library, forBrowsers, "generator/published.ts");

// A link to the program needs the permission.
chmodSync(join(stage, "cli.js"), 0o755);

// Compiled when the program starts, the definition's schema would cost a tenth of a second.
const schema = join(registry, "rst-diagnostic-payload.schema.json");
const ajv = new Ajv2020({ allErrors: true, code: { source: true } });
const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
writeFileSync(join(stage, "registry/definition-check.cjs"), standalone.default(ajv, check));

const made = listFiles(stage);
// Another program may want another Model: until that is made, it reads the registry.
if (!made.every(isInPlace)) remove(MODEL, PACK, FILES);
for (const name of made) put(name);
for (const name of listFiles(build)) {
  const isMade = made.includes(name) || [MAN_PAGE, PACK, FILES, ...OF_MODEL].includes(name);
  if (!isMade) remove(name);
}

// The program's commands are listed, and none is run.
const { formatManPage } = await load("cli/completion.js");
const { buildProgram } = await load("cli/program.js");
putNew(MAN_PAGE, formatManPage(await buildProgram({}, "all")));

// As the definition's schema: reading the registry would be half of a short run. What is wrong with
// it, or worth a warning, each run has to say.
const { loadModel } = await load("registry/load-model.js");
const { packModel } = await load("registry/built-model.js");
const loaded = loadModel({ path: registry, name: "registry" });
if (loaded.kind === "loaded" && loaded.warnings.length === 0) {
  putNew(MODEL, packModel(registry, loaded.model));
  await writeForBrowsers(loaded.model);
} else {
  remove(...OF_MODEL);
}

// What the program makes, for `generate` and `check`, and which pack that is, for `--version`: not what
// lies in dist/, which may be older.
if (loaded.kind === "loaded") {
  const { makeFiles, packFiles } = await load("cli/project.js");
  const files = await makeFiles(loaded.model, { tcpdumpGuesses: false });
  if (loaded.warnings.length === 0) putNew(FILES, packFiles(files));
  else remove(FILES);
  const { content } = files.find(({ name }) => name === "SHA256SUMS");
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  putNew(PACK, `${loaded.model.revision}, pack sha256:${digest}\n`);
} else {
  remove(PACK, FILES);
}

rememberBuilt(root);

async function writeForBrowsers(model) {
  const { readTable } = await load("decode/read-table.js");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const embedded = writeModule({
    MODEL: model,
    SPECIFICATION: model.specification,
    REVISION: model.revision,
    TABLES: readTables(join(root, "data"), readTable),
    VERSION: version,
  });
  const source = join(root, "generator");
  const script = { embedded, format: "iife", minify: true };
  putNew(LIBRARY, await bundleForBrowser(source, "browser", { embedded, format: "esm" }));
  const page = await bundleForBrowser(source, "page/page", script);
  const worker = await bundleForBrowser(source, "page/worker", script);
  putNew(PAGE, makePage({ page, worker }));
}
