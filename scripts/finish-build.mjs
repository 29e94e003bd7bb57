// Ends the build: what the compiler does not do for the program, and its manual page.
import { chmodSync, writeFileSync } from "node:fs";
import { formatManPage } from "../build/cli/man-page.js";
import { buildProgram } from "../build/cli/program.js";

const build = new URL("../build/", import.meta.url);

// The compiler writes no execute permission, which npx needs for the program of a clone.
chmodSync(new URL("cli.js", build), 0o755);
// Its commands are listed, and none is run.
writeFileSync(new URL("rstdiag.1", build), formatManPage(await buildProgram({}, "all")));
