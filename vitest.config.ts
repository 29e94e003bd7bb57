import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["generator/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    maxWorkers: "100%",
    // The proof builds tcpdump and makes chroots, perhaps on a machine that is busy with other work.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
