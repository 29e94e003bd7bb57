// Builds the program into build/, with nothing left in it of an older one. npm: `build`.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const root = new URL("../", import.meta.url);
const build = new URL("build/", root);

rmSync(build, { recursive: true, force: true });
const compiler = fileURLToPath(new URL("node_modules/.bin/tsc", root));
const { status } = spawnSync(compiler, ["-p", "tsconfig.build.json"], {
  cwd: fileURLToPath(root),
  stdio: "inherit",
});
if (status !== 0) process.exit(1);

// The compiler writes no execute permission, which a link to the program needs.
chmodSync(new URL("cli.js", build), 0o755);

// Compiled when the program starts, the definition's schema would cost a tenth of a second.
const schema = new URL("registry/rst-diagnostic-payload.schema.json", root);
const ajv = new Ajv2020({ allErrors: true, code: { source: true } });
const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
writeFileSync(new URL("registry/definition-check.cjs", build), standalone.default(ajv, check));

// The program's commands are listed, and none is run.
const { formatManPage } = await import(new URL("cli/man-page.js", build).href);
const { buildProgram } = await import(new URL("cli/program.js", build).href);
writeFileSync(new URL("rstdiag.1", build), formatManPage(await buildProgram({}, "all")));
