import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Builds the program once, so that no end-to-end test runs an older one. */
export function setup(): void {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { status, stdout } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}`);
}
