// Asks npm's registry whether weaknesses of the packages are known that npm installs for users. npm:
// `audit`. Ends with 1 where there are some. Not every registry answers: that is a skip with its
// reason, and a failure with --required.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const isRequired = process.argv.includes("--required");

function ask() {
  const { stdout, error } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    cwd: fileURLToPath(new URL("../", import.meta.url)),
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (error) return { message: error.message };
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: stdout.trim() || "npm said nothing" };
  }
}

/** A line for each package: how severe it is, and what its advisories are called. */
function describe({ name, severity, via }) {
  const titles = via.map((one) => (typeof one === "string" ? one : `${one.title} (${one.url})`));
  return `${name}: ${severity}: ${titles.join("; ")}`;
}

const { vulnerabilities, message, error } = ask();
if (vulnerabilities === undefined) {
  const reason = message ?? error?.summary ?? "no answer";
  console.log(`audit skipped: the registry does not say what is known: ${reason}`);
  process.exitCode = isRequired ? 1 : 0;
} else {
  const found = Object.values(vulnerabilities);
  for (const one of found) console.log(describe(one));
  console.log(`${found.length} of the packages that users get have known weaknesses`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
