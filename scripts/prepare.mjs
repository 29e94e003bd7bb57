// Builds the program wherever npm makes a package of this folder or links it. npm: `prepare`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const compiler = `${root}node_modules/typescript/package.json`;

function run(command) {
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

// Only `npm pack` and `npm publish` come here before anything was installed.
const makesPackage = /^(pack|publish)$/.test(process.env["npm_command"] ?? "");
if (!existsSync(compiler) && makesPackage) run("node scripts/install-packages.mjs");
if (existsSync(compiler)) run("npm run --silent build");
else console.log("rstdiag is not built here: that needs the development packages (npm ci)");
