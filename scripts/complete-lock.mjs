// Adds to package-lock.json the optional packages of other platforms that npm left out because
// its registry could not show them: `npm ci` refuses a lock without them. Each gets its digest from
// the registry, without which npm would install whatever it is given. Run it after npm install.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const lockFile = new URL("../package-lock.json", import.meta.url);
const SYSTEMS = /\b(android|darwin|freebsd|linux|openharmony|win32|aix|sunos|netbsd|openbsd)\b/;
const PROCESSORS = /\b(arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64|mips64el)\b/;
const AT_INSTALL = ["preinstall", "install", "postinstall"];

/** What the registry says of a version, as a lock has it. */
function askRegistry(name, version) {
  const fields = ["dist.integrity", "license", "scripts"];
  const args = ["view", `${name}@${version}`, ...fields, "--json"];
  const { stdout } = spawnSync("npm", args, {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const { "dist.integrity": integrity, license, scripts } = JSON.parse(stdout || "{}");
  if (!integrity) throw new Error(`the registry has no digest of ${name} ${version}`);
  const runs = AT_INSTALL.some((script) => script in (scripts ?? {}));
  return { integrity, ...(license && { license }), ...(runs && { hasInstallScript: true }) };
}

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
let [added, completed] = [0, 0];
for (const holder of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(holder.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || !/^\d/.test(String(version))) continue;
    const [os] = SYSTEMS.exec(name) ?? [];
    const [cpu] = PROCESSORS.exec(name) ?? [];
    lock.packages[path] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(holder.dev && { dev: true }),
      optional: true,
      ...(os && { os: [os] }),
      ...(/\bmusl\b/.test(name) && { libc: ["musl"] }),
    };
    added += 1;
  }
}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "" || entry.integrity) continue;
  const { version, ...rest } = entry;
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const { integrity, ...told } = askRegistry(name, version);
  // In npm's own order, so that it has nothing to change.
  const others = Object.entries({ ...told, ...rest }).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages[path] = { version, integrity, ...Object.fromEntries(others) };
  completed += 1;
}
if (completed > 0) {
  const packages = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(packages);
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  `${added} packages of other platforms added to package-lock.json, ${completed} digests written`,
);
