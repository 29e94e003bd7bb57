// The compiler writes no execute permission, which npx needs for the program of a clone.
import { chmodSync } from "node:fs";

chmodSync(new URL("../build/cli.js", import.meta.url), 0o755);
