import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["generator/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    maxWorkers: "100%",
    // The proof builds tcpdump, and the fresh clone installs its packages.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
