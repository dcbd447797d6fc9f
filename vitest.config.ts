import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // `npm run fuzz` counts the cases that were tried.
    setupFiles: process.env["APHORIA_FUZZ_COUNT"] === undefined ? [] : ["test/fuzz-count.ts"],
  },
});
