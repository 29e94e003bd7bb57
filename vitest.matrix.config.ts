import { defineConfig } from "vitest/config";

/** What `npm run verify:matrix` runs with each tshark; the program is built by then. */
export default defineConfig({
  test: {
    include: ["test/wireshark*.test.ts", "test/native*.test.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
