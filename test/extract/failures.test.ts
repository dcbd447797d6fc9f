/** A recogniser that fails on a file costs what it would have seen there, and nothing else. */
import { expect, test } from "vitest";
import { shapesOf } from "../../src/extract/observe.ts";
import { gatherFacts } from "../../src/extract/project-facts.ts";
import type { Resolver } from "../../src/model/meaning.ts";
import { openProject } from "../link/project.ts";

const TEXT = `
//- a.ts
import Redis from "ioredis";
const redis = new Redis({ password: "hunter2!" });
export const get = (key: string) => redis.get(key);
`;

test("the others go on, and the failure is told once for each", () => {
  const { resolver, modules } = openProject(TEXT);
  const broken: Resolver = {
    ...resolver,
    operationAt: () => {
      throw new RangeError("too deep");
    },
  };
  const [module] = modules;
  if (module === undefined) throw new Error("no module");
  const scene = { module, resolver: broken, project: gatherFacts(resolver) };
  expect(() => shapesOf(scene, () => true)).toThrow("too deep");
  const told: string[] = [];
  const shapes = shapesOf(
    scene,
    () => true,
    (kinds, error) => told.push(`${kinds.join()}: ${String(error)}`),
  );
  expect(told).toContain("operation: RangeError: too deep");
  expect(new Set(told).size).toBe(told.length);
  expect(shapes.map(({ kind }) => kind)).toContain("credential");
});
