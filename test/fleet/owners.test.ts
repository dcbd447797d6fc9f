/** Who owns a path, as GitHub has it. */
import { describe, expect, test } from "vitest";
import { parseOwners } from "../../src/fleet/owners.ts";

const FILE = `# the last line that fits decides
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/github
/with\\ space/ @space
/*.toml @top
!apps/ @nobody
[ab].ts @nobody
`;

describe("CODEOWNERS", () => {
  const { ownersOf } = {
    ownersOf: (path: string) => parseOwners(FILE, "CODEOWNERS").ownersOf(path),
  };
  test.each([
    ["README.md", ["@global-owner1", "@global-owner2"]],
    ["src/deep/a.js", ["@js-owner"]],
    ["a.go", ["docs@example.com"]],
    ["build/logs/x.txt", ["@octocat"]],
    ["build/other.txt", ["@global-owner1", "@global-owner2"]],
    ["docs/a.md", ["@doctocat"]],
    ["other/docs/a.md", ["@global-owner1", "@global-owner2"]],
    ["my/apps/x", ["@octocat"]],
    ["apps/x.js", ["@octocat"]],
    ["apps/github/x.js", []],
    ["deep/logs", ["@octocat"]],
    ["deep/logs/x/y", ["@octocat"]],
    ["with space/x", ["@space"]],
    ["top.toml", ["@top"]],
    ["deep/top.toml", ["@global-owner1", "@global-owner2"]],
    ["b.ts", ["@global-owner1", "@global-owner2"]],
  ])("%s", (path, owners) => {
    expect(ownersOf(path)).toEqual(owners);
  });

  test("`docs/*` fits no deeper, and `/docs/**` does", () => {
    const { ownersOf: of } = {
      ownersOf: (path: string) => parseOwners("docs/* @a\n/lib/** @b", "x").ownersOf(path),
    };
    expect([of("docs/a"), of("docs/a/b"), of("lib/a/b"), of("x/lib/a")]).toEqual([
      ["@a"],
      [],
      ["@b"],
      [],
    ]);
  });

  test("a hostile pattern takes no time", () => {
    const stars = `${"*a".repeat(500)}b @x\n${"**/".repeat(500)}z @y`;
    const owners = parseOwners(stars, "CODEOWNERS");
    const start = performance.now();
    expect(owners.ownersOf(`${"a/".repeat(200)}${"a".repeat(2_000)}`)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
