import { expect, test } from "vitest";
import type { ScanOutcome } from "../../src/cli/pipeline.ts";
import { watchScan } from "../../src/cli/watch.ts";
import { memoryHost } from "../io/memory-host.ts";

/** What a scan finds, run by run; the last is found again and again. */
async function watch(findings: readonly number[], isTTY = false) {
  const host = memoryHost({ files: { "/project/.git/HEAD": "" }, isTTY });
  const watched: string[][] = [];
  const shown: number[] = [];
  let runs = 0;
  await watchScan(
    {
      ...host,
      watch(folders, onChange) {
        watched.push([...folders]);
        // Something changes while the scan is shown, or right after.
        setTimeout(onChange, 1);
        return () => undefined;
      },
    },
    {
      path: undefined,
      scan: async () => {
        const found = findings[Math.min(runs, findings.length - 1)] ?? 0;
        runs += 1;
        const report = { findings: [found], summary: { duration_ms: runs } };
        return { report, files: ["src/deep/a.ts", "b.ts"] } as unknown as ScanOutcome;
      },
      deliver: async ({ report }) => void shown.push(report.findings[0] as unknown as number),
      isOver: () => runs >= findings.length,
    },
  );
  return { shown, watched, out: host.stdoutText(), err: host.stderrText() };
}

test("shows what changed, and nothing where the report is the same", async () => {
  const { shown, err } = await watch([1, 1, 2, 2]);
  expect(shown).toEqual([1, 2]);
  expect(err).toMatch(/watching for changes/);
});

test("watches the folders of the sources, up to the root, and those of the project's own rules", async () => {
  const { watched } = await watch([1]);
  expect(watched[0]).toEqual(
    ["", "/.aphoria", "/.aphoria/extractors", "/.aphoria/libraries", "/src/deep", "/src"].map(
      (folder) => `/project${folder}`,
    ),
  );
});

test("a terminal is cleared first, a pipe is not", async () => {
  expect((await watch([1], true)).out).toContain("\u001B[2J");
  expect((await watch([1])).out).toBe("");
});
