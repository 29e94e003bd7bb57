// Adds to package-lock.json the optional packages of other platforms that npm left out because
// its registry could not show them: `npm ci` refuses a lock without them. Run it after npm install.
import { readFileSync, writeFileSync } from "node:fs";

const lockFile = new URL("../package-lock.json", import.meta.url);
const SYSTEMS = /\b(android|darwin|freebsd|linux|openharmony|win32|aix|sunos|netbsd|openbsd)\b/;
const PROCESSORS = /\b(arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64|mips64el)\b/;

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
let count = 0;
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
    count += 1;
  }
}
if (count > 0) {
  const packages = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(packages);
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${count} packages of other platforms added to package-lock.json`);
