import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/cli/catalogue.ts";

const names = Object.keys(CATALOGUE);

describe("catalogue", () => {
  test("every file of commands/ is in it, and none else", () => {
    const folder = new URL("../../src/cli/commands/", import.meta.url);
    const files = names.map((name) => `${name.replaceAll(" ", "-")}.ts`);
    expect(files.sort()).toEqual(readdirSync(folder).sort());
  });

  test.each(names)("%s: flags are unique, plain, and explained", async (name) => {
    const { default: command } = await (CATALOGUE[name]?.load() ?? Promise.reject(new Error(name)));
    const flags = command.flags.map((flag) => flag.name);
    expect(new Set(flags).size).toBe(flags.length);
    for (const flag of command.flags) {
      expect(flag.name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(flag.help).toMatch(/\S/);
      expect(flag.isList === true && flag.takes === undefined).toBe(false);
    }
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) expect(line).toContain(`aphoria ${name}`);
  });
});
