/** Which TypeScript and JavaScript files hold tests, fixtures or examples, by their path alone. */

const TEST_FOLDERS = new Set([
  "__benchmarks__",
  "__fixtures__",
  "__mocks__",
  "__snapshots__",
  "__stories__",
  "__tests__",
  "__test__",
  "bench",
  "benches",
  "cypress",
  "devutils",
  "e2e",
  "example",
  "examples",
  "fixture",
  "fixtures",
  "integration-test",
  "integration-tests",
  "mocks",
  "playwright",
  "spec",
  "specs",
  "stories",
  "test",
  "test-helpers",
  "test-utils",
  "testdata",
  "testing",
  "tests",
  "testutils",
  "unit-tests",
]);

/** Below `src` these are what a program is about: `src/portfolio/benchmarks/`. */
const OUTSIDE_SOURCES = new Set(["benchmark", "benchmarks"]);

/** `x.test.ts`, `x.e2e-spec.ts`, `x.bench.mjs`, `x.test-d.ts`, `x.cy.js`, `x.mock.ts`. */
const DOTTED =
  /\.([\w-]+-)?(tests?|tst|test-d|specs?|e2e|bench|benchmark|cy|stories|story|mock|fixture)\./;

/** `x-test.js`, `x_test.ts`, `test-utils.ts`, `setupTests.ts`, `vitest.global-setup.ts`, `test.js`. */
const WHOLE =
  /^(.+[-_](tests?|specs?)|test[-_]?(utils?|helpers?|setup)|setup-?tests?|(jest|vitest)\b.*[-.]setup|tests?)\.\w+$/i;

/** True where a folder or the file's name says so; only whole folder names count. */
export function isTestPath(path: string): boolean {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  const sources = folders.indexOf("src");
  const outside = sources < 0 ? folders : folders.slice(0, sources);
  return (
    folders.some((folder) => TEST_FOLDERS.has(folder)) ||
    outside.some((folder) => OUTSIDE_SOURCES.has(folder)) ||
    DOTTED.test(file) ||
    WHOLE.test(file)
  );
}
