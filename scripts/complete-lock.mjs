// Adds to package-lock.json the optional packages of other platforms that npm left out because
// its registry could not show them: `npm ci` refuses a lock without them. Run it after npm install.
import { readFileSync, writeFileSync } from "node:fs";

const lockFile = new URL("../package-lock.json", import.meta.url);
const SYSTEMS = "android darwin freebsd linux openharmony win32 aix sunos netbsd openbsd".split(
  " ",
);
const PROCESSORS = "arm64 x64 ia32 arm ppc64 riscv64 s390x loong64 mips64el".split(" ");

const lock = JSON.parse(readFileSync(lockFile, "utf8"));
const known = lock.packages;
const missing = Object.values(known).flatMap((holder) =>
  Object.entries(holder.optionalDependencies ?? {})
    .filter(([name, version]) => !known[`node_modules/${name}`] && /^\d/.test(String(version)))
    .map(([name, version]) => {
      const words = name.split(/[-/]/);
      const os = SYSTEMS.find((system) => words.includes(system));
      const cpu = PROCESSORS.find((processor) => words.includes(processor));
      const entry = {
        version,
        ...(cpu && { cpu: [cpu] }),
        ...(holder.dev && { dev: true }),
        optional: true,
        ...(os && { os: [os] }),
        ...(words.includes("musl") && { libc: ["musl"] }),
      };
      return [`node_modules/${name}`, entry];
    }),
);
if (missing.length > 0) {
  const packages = Object.entries({ ...known, ...Object.fromEntries(missing) });
  lock.packages = Object.fromEntries(packages.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${missing.length} packages of other platforms added to package-lock.json`);
