// Builds the program into build/, with nothing left in it of an older one. npm: `build`. What would
// not change is not touched, and each file is replaced as a whole: whoever runs the program, or
// builds it as well, meanwhile, is not disturbed.
import { spawnSync } from "node:child_process";
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
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const build = join(root, "build");
const MAN_PAGE = "rstdiag.1";

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

/** Puts a file of the stage into its place. */
function put(name) {
  const [from, to] = [join(stage, name), join(build, name)];
  if (isSame(to, readFileSync(from))) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

const compiler = join(root, "node_modules/.bin/tsc");
const { status } = spawnSync(compiler, ["-p", "tsconfig.build.json", "--outDir", stage], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(1);

// The compiler writes no execute permission, which a link to the program needs.
chmodSync(join(stage, "cli.js"), 0o755);

// Compiled when the program starts, the definition's schema would cost a tenth of a second.
const schema = join(root, "registry/rst-diagnostic-payload.schema.json");
const ajv = new Ajv2020({ allErrors: true, code: { source: true } });
const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
writeFileSync(join(stage, "registry/definition-check.cjs"), standalone.default(ajv, check));

const made = listFiles(stage);
for (const name of made) put(name);
for (const name of listFiles(build)) {
  if (!made.includes(name) && name !== MAN_PAGE) rmSync(join(build, name), { force: true });
}

// The program's commands are listed, and none is run.
const { formatManPage } = await import(pathToFileURL(join(build, "cli/man-page.js")).href);
const { buildProgram } = await import(pathToFileURL(join(build, "cli/program.js")).href);
writeFileSync(join(stage, MAN_PAGE), formatManPage(await buildProgram({}, "all")));
put(MAN_PAGE);
