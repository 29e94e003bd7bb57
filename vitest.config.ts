import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    maxWorkers: "100%",
    // The proof builds tcpdump and makes chroots, perhaps on a machine that is busy with other work.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    projects: [
      {
        extends: true,
        // They change nothing but what they made: what one has loaded serves the next one.
        test: { name: "units", include: ["generator/**/*.test.ts"], isolate: false },
      },
      { extends: true, test: { name: "ends", include: ["test/**/*.test.ts"] } },
    ],
  },
});
