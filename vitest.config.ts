import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // Many of them wait for processes that they started: a core for each worker, this one's included.
    maxWorkers: "100%",
  },
});
