/** A foreign repository is fetched, and nothing of it runs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkOut, type Checkout, type CheckoutManner } from "../../src/io/checkout.ts";
import { git, temporaryFolder } from "./temporary.ts";

function origin(): { readonly folder: string; readonly commit: string } {
  const folder = temporaryFolder({
    "src/a.ts": "export const a = 1;\n",
    ".gitattributes": "* filter=evil\n",
    "big.bin": "x".repeat(200_000),
  });
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "-A");
  git(folder, "commit", "--quiet", "-m", "one");
  return { folder, commit: git(folder, "rev-parse", "HEAD").trim() };
}

async function fetchInto(
  what: Partial<Checkout> & { readonly address: string },
  how: Partial<CheckoutManner> = {},
  env: NodeJS.ProcessEnv = process.env,
) {
  const folder = temporaryFolder();
  const got = await checkOut(
    { env },
    { submodules: false, lfs: false, ...what },
    {
      folder,
      bounds: { bytes: 10_000_000, files: 1_000 },
      files: true,
      timeout: 20_000,
      signal: new AbortController().signal,
      ...how,
    },
  );
  return { folder, got };
}

const NO_FOLDER = "this worker fetches from no such folder of its machine: see --paths";

test("a branch, a commit, and the default branch give the same tree", async () => {
  const { folder: address, commit } = origin();
  for (const revision of ["main", commit, undefined]) {
    const { folder, got } = await fetchInto({ address, ...(revision && { revision }) });
    expect(got).toEqual({ commit });
    expect(readFileSync(join(folder, "src/a.ts"), "utf8")).toBe("export const a = 1;\n");
  }
});

test("neither hooks nor filters of the machine's configuration run", async () => {
  const { folder: address } = origin();
  const home = temporaryFolder();
  const mark = join(home, "ran");
  const hooks = join(home, "hooks");
  mkdirSync(hooks);
  writeFileSync(join(hooks, "post-checkout"), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  const config = `[core]\n\thooksPath = ${hooks}\n\tfsmonitor = touch ${mark}\n[filter "evil"]\n\tsmudge = touch ${mark}; cat\n\trequired = true\n`;
  writeFileSync(join(home, ".gitconfig"), config);
  const env = { ...process.env, HOME: home, GIT_DIR: "/nowhere", GIT_SSH_COMMAND: `touch ${mark}` };
  const { got } = await fetchInto({ address }, {}, env);
  expect(got).toHaveProperty("commit");
  expect(existsSync(mark)).toBe(false);
});

test("what is not allowed is refused before git is asked", async () => {
  const { folder: address } = origin();
  const refused = async (...given: Parameters<typeof fetchInto>) => (await fetchInto(...given)).got;
  expect(await refused({ address }, { files: false })).toMatchObject({ problem: NO_FOLDER });
  expect(await refused({ address: `file://${address}` }, { files: false })).toMatchObject({
    problem: NO_FOLDER,
  });
  expect(await refused({ address: "ext::sh -c true" })).toMatchObject({
    problem: "its address is none that git is let fetch from",
  });
  expect(await refused({ address: "https://b.example/x" }, { hosts: ["a.example"] })).toMatchObject(
    {
      problem: expect.stringContaining("b.example") as string,
    },
  );
});

test("a submodule from elsewhere is left out, and refused where it is asked for", async () => {
  const { folder: address } = origin();
  const modules = '[submodule "x"]\n\tpath = x\n\turl = https://evil.example/x\n';
  writeFileSync(join(address, ".gitmodules"), modules);
  git(address, "add", "-A");
  git(address, "commit", "--quiet", "-m", "two");
  expect((await fetchInto({ address })).got).toHaveProperty("commit");
  const { got } = await fetchInto({ address, submodules: true }, { hosts: ["a.example"] });
  expect(got).toMatchObject({ problem: expect.stringContaining("a submodule") as string });
});

test("a revision that is not there, one that is too large, and one that is stopped", async () => {
  const { folder: address } = origin();
  const missing = (await fetchInto({ address, revision: "nowhere" })).got;
  expect(missing).toMatchObject({ isFinal: true });
  const large = (await fetchInto({ address }, { bounds: { bytes: 1_000, files: 1_000 } })).got;
  expect(large).toMatchObject({
    isFinal: true,
    problem: expect.stringContaining("larger") as string,
  });
  const stopped = (await fetchInto({ address }, { signal: AbortSignal.abort() })).got;
  expect(stopped).toMatchObject({ isStopped: true });
});
