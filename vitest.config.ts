import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What a test names that needs a program which may be missing. */
const TOOLS = "/test/support/tools.js";

const usesPrograms = readdirSync("generator", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => join("generator", name))
  .filter((path) => readFileSync(path, "utf8").includes(TOOLS));

/** They take minutes: begun last, they would be waited for. The longest comes first. */
const LONG = [
  "matrix",
  "tcpdump-sanitized",
  "proof",
  "pages",
  "install",
  "package",
  "explain-agreement",
  "profile",
  "registry-watch",
  "many-machines",
  "doctor",
  "tcpdump-suite",
  "hostile",
  "tcpdump-tables",
  "revisions",
  "report",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = LONG.indexOf(/\/test\/([\w-]+)\.test\.ts$/.exec(moduleId)?.[1] ?? "");
      return rank === -1 ? LONG.length : rank;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rankOf(one) - rankOf(other));
  }
}

export default defineConfig({
  test: {
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    // The proof builds tcpdump and makes chroots, perhaps on a machine that is busy with other work.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["generator/**/*.test.ts"],
          exclude: usesPrograms,
          // They change nothing but what they made: what one has loaded serves the next one.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "ends", include: ["test/**/*.test.ts", ...usesPrograms] },
      },
    ],
  },
});
