/**
 * What a program tells a container of dependencies to give for a name: `{ provide: "REDIS", useFactory: … }`,
 * `container.register("Redis", { useValue: … })`, `container.bind(TYPES.Redis).toConstantValue(…)`. The two ends meet by the name.
 */
import { lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning } from "../model/meaning.ts";
import type { Call, Decorator, Expr, Module, Node } from "../model/syntax.ts";
import { alternatives, either, type Context, type Provided } from "./context.ts";
import { madeBy } from "./injected.ts";

const HOW: Readonly<Record<string, Provided["how"]>> = {
  useValue: "value",
  useFactory: "made",
  useClass: "class",
  value: "value",
  factory: "made",
  toConstantValue: "value",
  toDynamicValue: "made",
  to: "class",
  toSelf: "class",
  registerInstance: "value",
  registerSingleton: "class",
  registerType: "class",
};

/** By the name of a token, everything that the modules say of it. */
export function indexProviders(
  modules: readonly Module[],
): ReadonlyMap<string, readonly Provided[]> {
  const index = new Map<string, Provided[]>();
  const put = (token: Expr | undefined, given: readonly Provided[]): void => {
    const name = token === undefined ? undefined : nameOf(token);
    if (name === undefined || given.length === 0) return;
    index.set(name, [...(index.get(name) ?? []), ...given]);
  };
  for (const module of modules) {
    if (module.language !== "typescript") continue;
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "record")
          put(node.entries.find(({ key }) => key === "provide")?.value, inRecord(node));
        if (node.kind === "call") registered(node, put);
      });
    }
  }
  return index;
}

function inRecord(record: Extract<Node, { kind: "record" }>): readonly Provided[] {
  return record.entries.flatMap(({ key = "", value }) => {
    const how = HOW[key];
    return how === undefined ? [] : [{ how, expr: value }];
  });
}

function registered(
  { callee, args }: Call,
  put: (token: Expr | undefined, given: readonly Provided[]) => void,
): void {
  if (callee.kind !== "member") return;
  const [first, second] = args;
  // `bind(TOKEN).toConstantValue(client)`
  const how = HOW[callee.name];
  const { object } = callee;
  const isBinding =
    object.kind === "call" &&
    object.callee.kind === "member" &&
    /^(re)?bind$/.test(object.callee.name);
  if (how !== undefined && first !== undefined && isBinding)
    return put(object.args[0], [{ how, expr: first }]);
  if (second === undefined) return;
  if (how !== undefined && callee.name.startsWith("register"))
    return put(first, [{ how, expr: second }]);
  if (callee.name !== "register" && callee.name !== "set") return;
  if (!/container|injector|registry/i.test(object.kind === "name" ? object.name : "")) return;
  put(
    first,
    second.kind === "record" && callee.name === "register"
      ? inRecord(second)
      : [{ how: "value", expr: second }],
  );
}

/** `"REDIS"`, `REDIS`, `TYPES.Redis`, `Symbol.for("Redis")` */
function nameOf(token: Expr): string | undefined {
  if (token.kind === "literal") return typeof token.value === "string" ? token.value : undefined;
  if (token.kind === "name" || token.kind === "member") return token.name;
  const [first] = token.kind === "call" ? token.args : [];
  return first?.kind === "literal" ? nameOf(first) : undefined;
}

/** The token of `@Inject(TOKEN)`. */
export function tokenOf(decorators: readonly Decorator[]): Expr | undefined {
  const value = decorators.find(({ name }) => /^[Ii]nject$/.test(name))?.value;
  return value?.kind === "call" ? value.args[0] : undefined;
}

/** What the container gives for the token, where that is an object of a library or of the program. */
export function givenForToken(context: Context, token: Expr): Meaning | undefined {
  const names = [nameOf(token)];
  const meaning = context.meaning(token);
  // One end writes the constant's name, the other the text that it stands for.
  if (meaning.kind === "constant" && typeof meaning.value === "string") names.push(meaning.value);
  const declared = meaning.via?.find(({ kind }) => kind === "declare");
  if (declared?.kind === "declare") names.push(declared.bindings[0]?.name);
  const objects = [...new Set(names)].flatMap((name) =>
    name === undefined
      ? []
      : (context.providers().get(name) ?? []).flatMap((one) => objectsOf(context, one)),
  );
  return objects.length === 0 ? undefined : either(objects);
}

/** `container.resolve<Redis>("Redis")`, `Container.get("redis")`, `moduleRef.get(REDIS)` */
export function takenFromContainer(context: Context, call: Call): Meaning | undefined {
  const { callee, args, typeArgs } = call;
  const [token] = args;
  if (callee.kind !== "member" || token === undefined) return undefined;
  if (!/container|injector|module_?ref/i.test(lastName(callee.object) ?? "")) return undefined;
  const [asked] = typeArgs;
  const typed = asked === undefined ? undefined : context.typeMeaning(asked, call);
  return typed?.kind === "instance" || typed?.kind === "object"
    ? typed
    : givenForToken(context, token);
}

function objectsOf(context: Context, { how, expr }: Provided): readonly Meaning[] {
  const meaning = context.meaning(expr);
  const made = how === "value" ? meaning : madeBy(context, meaning);
  return made === undefined
    ? []
    : alternatives(made).filter(({ kind }) => kind === "instance" || kind === "object");
}
