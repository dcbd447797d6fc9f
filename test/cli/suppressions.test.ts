/**
 * Suppressions in the odd places of three languages, by a whole scan: attached to the statement or the item that they
 * stand at, and read from comments alone. What stands in a function called `no…` must stay open.
 */
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const SOURCES = {
  "a.tsx": `import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 5, connectTimeout: 5 });
export async function f1(k: string) {
  // @aphoria:ignore[cache-004] above a call over several lines
  await redis.set(
    \`a:\${k}\`,
    "v",
  );
}
export async function f2(k: string) {
  await redis.set( // @aphoria:ignore[cache-004] behind its first line
    \`a:\${k}\`,
    "v",
  );
}
export async function f3(k: string) {
  await redis.set(
    \`a:\${k}\`,
    "v",
  ); // @aphoria:ignore[cache-004] behind its last line
}
export class A {
  // @aphoria:ignore[cache-004] above a decorator
  @logged({ a: 1 })
  async f5(k: string) {
    await redis.set(\`a:\${k}\`, "v");
  }
}
export const View = ({ k }: { k: string }) => (
  <div>
    {/* @aphoria:ignore[cache-004] in front of an element */}
    <button onClick={() => redis.set(\`a:\${k}\`, "v")}>x</button>
  </div>
);
export const View2 = ({ k }: { k: string }) => (
  <button
    // @aphoria:ignore[cache-004] in front of an attribute
    onClick={() => redis.set(\`a:\${k}\`, "v")}
  />
);
export async function no1(k: string) {
  const t = \`
  // @aphoria:ignore[cache-004] in a template string
  \`;
  await redis.set(\`a:\${k}\`, t);
}
export async function no2(k: string) {
  const t = "// @aphoria:ignore[cache-004] in a string"; await redis.set(\`a:\${k}\`, t);
}
export async function no3(k: string) {
  await redis.set(\`a:\${k}\`, /\\/\\/ @aphoria:ignore[cache-004] in a regex/.source);
}
/**
 * Writes.
 * @aphoria:ignore[cache-004] in a doc comment, which
 *   goes on here (until 2999-01-01)
 */
export const f6 = async (k: string) => {
  await redis.set(\`a:\${k}\`, "v");
};
export async function f7(k: string) {
  // @aphoria:ignore[cache-004] in front of a return
  return k === "" ? null : redis.set(\`a:\${k}\`, "v");
}
export async function f8(k: string) {
  switch (k) {
    // @aphoria:ignore[cache-004] in front of a case
    case "a":
      await redis.set(\`a:\${k}\`, "v");
      break;
  }
  // @aphoria:ignore[cache-004] in front of an if
  if (k) {
    await redis.set(\`b:\${k}\`, "v");
  }
  // @aphoria:ignore[cache-004] in front of a chain
  await redis
    .pipeline()
    .set(\`a:\${k}\`, "v")
    .exec();
  try { // @aphoria:ignore[cache-004] behind a try
    await redis.set(\`c:\${k}\`, "v");
  } catch {}
}
`,
  "a.rs": `use redis::Commands;
/// Writes.
/// @aphoria:ignore[cache-004] in a doc comment
#[inline]
#[cfg_attr(test, allow(unused))]
pub fn f1(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    c.set(format!("a:{k}"), "v")
}
// @aphoria:ignore[cache-004] above attributes
#[inline]
pub async fn f2(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    c.set(format!("a:{k}"), "v")
}
#[inline]
// @aphoria:ignore[cache-004] between attribute and item
pub fn f3(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    c.set(format!("a:{k}"), "v")
}
pub fn f4(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    // @aphoria:ignore[cache-004] over several lines
    let _: () = c.set(
        format!("a:{k}"),
        "v",
    )?;
    let _: () = c.set(format!("b:{k}"), "v")?; // @aphoria:ignore[cache-004] behind
    let _: () = c.set(
        format!("c:{k}"),
        "v",
    )?; // @aphoria:ignore[cache-004] behind the last line
    match k {
        // @aphoria:ignore[cache-004] in front of an arm
        "a" => { let _: () = c.set(format!("d:{k}"), "v")?; }
        _ => {}
    }
    /* @aphoria:ignore[cache-004] in a block comment */
    if let Err(e) = c.set::<_, _, ()>(format!("e:{k}"), "v") { drop(e); }
    Ok(())
}
pub fn no1(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    let t = r#"
    // @aphoria:ignore[cache-004] in a raw string
    "#;
    c.set(format!("a:{k}"), t)
}
#[doc = "@aphoria:ignore[cache-004] in an attribute"]
pub fn no2(c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
    c.set(format!("a:{k}"), "v")
}
impl A {
    // @aphoria:ignore[cache-004] above a method
    pub(crate) async unsafe fn f5(&self, c: &mut redis::Connection, k: &str) -> redis::RedisResult<()> {
        c.set(format!("a:{k}"), "v")
    }
}
`,
  "a.py": `import redis
r = redis.Redis(socket_timeout=5, socket_connect_timeout=5)


def no1(k):
    """Writes.

    # @aphoria:ignore[cache-004] in a docstring
    """
    r.set(f"a:{k}", "v")


def no2(k):
    t = "# @aphoria:ignore[cache-004] in a string"
    r.set(f"a:{k}", t)


def no3(k):
    r.set(f"# @aphoria:ignore[cache-004] in a key {k}", "v")


# @aphoria:ignore[cache-004] above a decorator
@timed(
    name="x",
)
def f1(k):
    r.set(f"a:{k}", "v")


@timed
# @aphoria:ignore[cache-004] below a decorator
async def f2(k):
    r.set(f"a:{k}", "v")


def f3(k):
    # @aphoria:ignore[cache-004] above several lines
    r.set(
        f"a:{k}",
        "v",
    )
    r.set(f"b:{k}", "v")  # @aphoria:ignore[cache-004] behind
    r.set(
        f"c:{k}",
        "v",
    )  # @aphoria:ignore[cache-004] behind the last line
    r.set(  # @aphoria:ignore[cache-004] behind the first line
        f"d:{k}",
        "v",
    )
    with lock():  # @aphoria:ignore[cache-004] behind with
        r.set(f"e:{k}", "v")
    # @aphoria:ignore[cache-004] above if
    if k:
        r.set(f"f:{k}", "v")


class A:
    # @aphoria:ignore[cache-004] above a method
    @staticmethod
    def f4(k):
        r.set(f"a:{k}", "v")
`,
};

interface Scanned {
  readonly findings: readonly {
    readonly path: string | null;
    readonly line: number;
    readonly symbol: string | null;
    readonly suppressed: { readonly reason: string; readonly until: string | null } | null;
  }[];
  readonly diagnostics: readonly { readonly code: string; readonly line?: number }[];
}

async function scan(files: Readonly<Record<string, string>>): Promise<Scanned> {
  const folder = temporaryFolder({ ...files, ".aphoria/config.toml": "" });
  return JSON.parse((await type(folder, "scan --claim cache-004 --format json")).out) as Scanned;
}

test.each(Object.entries(SOURCES))("%s", async (path, source) => {
  const { findings, diagnostics } = await scan({ [path]: source });
  expect(diagnostics.map(({ code }) => code)).toEqual(["claims-missing"]);
  const reasons = findings.flatMap(({ suppressed }) => suppressed?.reason ?? []);
  const written = [...source.matchAll(/@aphoria:ignore\[cache-004\] ((?:(?!\*\/|["(])[^\n])+)/g)];
  const open = findings.filter(({ suppressed }) => suppressed === null);
  expect(open.map(({ symbol }) => symbol?.slice(0, 2))).toEqual(open.map(() => "no"));
  expect(reasons.length + open.length).toBe(findings.length);
  // Each of them is used once, but for those that stand in strings.
  expect(new Set(reasons).size).toBe(written.length - open.length);
});

test("a reason may go on, and end with a date", async () => {
  const { findings } = await scan({ "a.tsx": SOURCES["a.tsx"] });
  expect(findings.map(({ suppressed }) => suppressed)).toContainEqual(
    expect.objectContaining({
      reason: "in a doc comment, which goes on here",
      until: "2999-01-01",
    }),
  );
});

test("one that is attached to something else is said to be of no use", async () => {
  const argument = `import Redis from "ioredis";
const redis = new Redis();
export const f = (k: string) =>
  redis.set(
    // @aphoria:ignore[cache-004] of the key alone
    \`a:\${k}\`,
    "v",
  );
`;
  const { findings, diagnostics } = await scan({ "a.ts": argument });
  expect(findings[0]?.suppressed).toBeNull();
  expect(diagnostics.map(({ code }) => code)).toContain("suppression-unused");
});

test("what `cfg_attr` says when testing makes no test of the item", async () => {
  const of = (attribute: string) =>
    `use redis::Commands;\n${attribute}\npub fn f(c: &mut redis::Connection) -> redis::RedisResult<()> {\n    c.set("k", "v")\n}\n`;
  expect(
    (await scan({ "src/a.rs": of("#[cfg_attr(test, allow(dead_code))]") })).findings[0]?.line,
  ).toBe(4);
  const inTest = await scan({ "src/a.rs": of('#[cfg_attr(feature = "rt", tokio::test)]') });
  expect(inTest.findings.map(({ path }) => path)).toEqual([null]);
});
