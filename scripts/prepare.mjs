// Builds the program wherever npm makes a package of this folder or links it. npm: `prepare`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const compiler = new URL("../node_modules/typescript/package.json", import.meta.url);

/**
 * @param {string} command
 * @returns {number} its exit code
 */
function run(command) {
  return spawnSync(command, { cwd: root, shell: true, stdio: "inherit" }).status ?? 1;
}

/** @returns {number} the exit code of this program */
function prepare() {
  // Only `npm pack` and `npm publish` come here before anything was installed.
  const makesPackage = /^(pack|publish)$/.test(process.env["npm_command"] ?? "");
  if (!existsSync(compiler) && makesPackage) {
    const status = run("node scripts/install-packages.mjs");
    if (status !== 0) return status;
  }
  if (existsSync(compiler)) return run("npm run --silent build");
  console.log("rstdiag is not built here: that needs the development packages (npm ci)");
  return 0;
}

process.exitCode = prepare();
