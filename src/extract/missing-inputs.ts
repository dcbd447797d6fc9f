/** What decides a cached value and does not stand in its key. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode, someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node, Param, TypeRef } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { functionsAround, inputsOf, type Input, type Scope } from "./value-inputs.ts";

export interface Compared {
  /** Inputs of the value that the key lacks, those that surely choose between values first. */
  readonly missing: readonly Input[];
  /** One of them chooses between values: a page, a language, a user, or all that there is to choose by. */
  readonly sure: boolean;
  /** How many it has. */
  readonly covered: number;
}

/**
 * Compares the inputs of the values with those of the keys; nothing when the key is the caller's, or the code says too little.
 * `read` and `write` are where the cache is asked and filled.
 */
export function compareInputs(
  keys: readonly Expr[],
  values: readonly Node[],
  fn: FunctionNode,
  read: Node,
  write: Node,
  resolver: Resolver,
): Compared | undefined {
  const both = new Set<Node>(functionsAround(read, fn));
  const around = functionsAround(write, fn).filter((one) => both.has(one));
  const scope: Scope = { around, until: write.end, except: write, resolver, follows: false };
  const inKey = inputsOf(keys, { ...scope, follows: true });
  if (inKey.some(isGivenKey) || keys.some(isHeldElsewhere)) return undefined;
  const settled = inputsOf(settledBefore(read, write, fn), scope);
  const known = [...inKey, ...settled];
  const deciding = inputsOf(values, scope).filter((input) => decides(input, resolver));
  const missing = deciding.filter((input) => !known.some((part) => covers(part, input)));
  const isConstant = inKey.length === 0 && keys.every((key) => !mentionsSelf(key));
  const choosing = missing.filter((input) => isConstant || chooses(input));
  return {
    missing: [...choosing, ...missing.filter((input) => !choosing.includes(input))],
    sure: choosing.length > 0,
    covered: deciding.length - missing.length,
  };
}

/** The key itself is handed in, or everything that was. */
function isGivenKey({ param, path }: Input): boolean {
  const words = wordsOf(path.at(-1) ?? param.name ?? "");
  return words.at(-1) === "key" || words.at(-1) === "keys" || (param.rest && path.length === 0);
}

/** `this.key`, `arguments`: what it is made of is decided elsewhere. */
function isHeldElsewhere(key: Expr): boolean {
  if (key.kind === "member") return true;
  return someNode(key, (node) => node.kind === "name" && node.name === "arguments");
}

function mentionsSelf(key: Expr): boolean {
  return someNode(key, (node) => node.kind === "name" && /^(this|self|cls|Self)$/.test(node.name));
}

const CHOOSING = new Set(
  (
    "page limit offset size take skip cursor count top per first last sort order direction locale locales lang language languages " +
    "currency currencies filter filters category categories status query q search keyword keywords term date from to start end since until " +
    "before after period interval range format fields include includes exclude size quality width height radius unit units timezone tz " +
    "country region days hours months year month week day granularity resolution threshold cutoff user tenant role roles permission " +
    "scope org organization workspace version variant theme depth level temperature mode published active archived deleted"
  ).split(" "),
);

/** Its name says that it picks out some of several answers, or it is a switch. */
function chooses({ param, path }: Input): boolean {
  const name = path.at(-1) ?? param.name ?? "";
  const words = wordsOf(name);
  if (path.some((part) => /^(user|tenant)$/.test(part))) return true;
  if (path.length === 0 && (isSwitch(param) || param.rest)) return true;
  if (path.some((part) => /^(query|args|GET|searchParams|query_params)$/.test(part))) return true;
  if (/^(exclude|include|only|with|without|is|has)$/.test(words[0] ?? "")) return true;
  return (
    words.some((word) => CHOOSING.has(word)) && !/^(id|url|hash|key)$/.test(words.at(-1) ?? "")
  );
}

function isSwitch({ type, default: given }: Param): boolean {
  return (
    /^(boolean|bool)$/.test(type?.name ?? "") ||
    (given?.kind === "literal" && typeof given.value === "boolean")
  );
}

const URL_PARTS =
  /^(query|params|path|url|originalUrl|GET|args|nextUrl|searchParams|query_params)$/;
const URLS = /^(originalUrl|url|href|full_path|nextUrl|raw_path|uri)$/;
const IDENTITY =
  /^(id|_id|uid|pk|uuid|slug|key|email|username|sub|address|hash|name|code|sku|symbol)$/;
const BAGS =
  /^(query|params|body|args|GET|POST|options|opts|filters?|input|dto|request|req|data|payload|searchParams)$/;

/** The part of the key says as much as the input, or more. */
function covers(part: Input, input: Input): boolean {
  if (part.param !== input.param) return false;
  const [first = ""] = part.path;
  if (isPrefix(part.path, input.path)) return true;
  const leaf = part.path.at(-1) ?? "";
  if (leaf === (input.path.at(-1) ?? input.param.name)) return true;
  if (part.path.length === 1 && URLS.test(first) && URL_PARTS.test(input.path[0] ?? ""))
    return true;
  const owner = part.path.slice(0, -1);
  const owned = owner.at(-1) ?? part.param.name ?? "";
  return IDENTITY.test(leaf) && !BAGS.test(owned) && isPrefix(owner, input.path);
}

function isPrefix(short: readonly string[], long: readonly string[]): boolean {
  return short.length <= long.length && short.every((word, index) => word === long[index]);
}

/** Words of what serves, times or steers a load, and does not decide what comes out. */
const STEERS = new Set(
  (
    "ttl expire expires expiry expiration timeout retry retries attempts force forced refresh bypass cache cached caching fresh " +
    "stale debug verbose signal abort log logger callback cb done next res resp response reply self this cls loader fetcher " +
    "factory fn func function compute producer supplier handler db database session conn connection pool client redis http " +
    "service services repo repository store storage manager tx transaction prisma em mongo executor engine token tokens secret " +
    "password credential credentials auth authorization headers header cookie cookies background delay concurrency progress " +
    "socket io stream queue worker state app env config settings ctx context lock metrics tracer span apikey metadata " +
    "collection now timestamp"
  ).split(" "),
);

/** What it is decides the value: text, a number or a choice, and none of what every load needs. */
function decides(input: Input, resolver: Resolver): boolean {
  const { param, path, use } = input;
  if (use !== "value") return false;
  const names = [param.name ?? "", ...path];
  if (names.some((name) => steers(name)))
    return /^(accept-language|x-tenant-id|x-tenant|host)$/i.test(path.at(-1) ?? "");
  if (path.length > 0)
    return (
      (isRequest(param) ||
        BAGS.test(param.name ?? "") ||
        /user$/i.test(param.name ?? "") ||
        param.name === undefined) &&
      !/^(socket|ip|length|method|protocol|url)$/.test(path.at(-1) ?? "")
    );
  if (param.rest) return true;
  if (isRequest(param)) return false;
  return param.type === undefined ? isPlainParam(param, resolver) : isData(param.type);
}

function steers(name: string): boolean {
  const words = wordsOf(name);
  return (
    STEERS.has(name) ||
    STEERS.has(words.at(-1) ?? "") ||
    /^(force|skip|bypass|timeout|ttl|retry|api)$/.test(words[0] ?? "") ||
    name.startsWith("_")
  );
}

function isRequest({ name, type }: Param): boolean {
  return (
    /^(req|request|c|event|args|kwargs|info|params|data|options|opts)$/.test(name ?? "") ||
    type?.name.endsWith("Request") === true
  );
}

function isPlainParam(param: Param, resolver: Resolver): boolean {
  if (param.rest || resolver.moduleOf(param).language === "rust") return false;
  if (param.default?.kind === "function" || param.default?.kind === "call") return false;
  return !/^[A-Z]/.test(param.name ?? "");
}

const DATA =
  /^(string|number|boolean|bigint|str|int|float|bool|String|u8|u16|u32|u64|i32|i64|usize|f32|f64|char|date|datetime|Date|NaiveDate|DateTime|Decimal|Uuid|UUID|ObjectId)$/;
const CHOICES =
  /(Locale|Language|Lang|Sort|SortBy|Order|Status|Type|Mode|Kind|Currency|Period|Range|Interval|Filter|Filters|Pagination|Page|Query|Criteria|Granularity|Network|Chain|Region)$/;
const AROUND =
  /^(Option|Optional|Vec|list|List|Array|\[\]|ReadonlyArray|tuple|Literal|\||Set|set|Cow|Annotated|null|None|undefined)$/;

function isData(type: TypeRef): boolean {
  const name = type.name.split(".").at(-1) ?? type.name;
  if (DATA.test(name) || CHOICES.test(name) || name === "Literal") return true;
  return AROUND.test(name) && type.args.some((arg) => isData(arg) || /^["'\d]/.test(arg.name));
}

/** Tests that were passed on the way to the cache: what they ask is settled for all who come there. */
function settledBefore(read: Node, write: Node, fn: FunctionNode): readonly Node[] {
  const tests: Node[] = [];
  for (const up of ancestors(read)) {
    if (up === fn) break;
    if (up.kind === "if" || up.kind === "conditional") tests.push(up.test);
    if (up.kind === "binary" && /^(&&|\|\|)$/.test(up.op)) tests.push(up.left);
  }
  for (const up of ancestors(write)) {
    if (up === fn) break;
    if (up.kind === "if" && !waits(up.test, fn)) tests.push(up.test);
  }
  // `if (search) return load(search)`: those who get here have none.
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "if" && node.end <= read.start && goesAround(node)) tests.push(node.test);
    });
  }
  return tests;
}

/** The test asks what was loaded. */
function waits(test: Expr, fn: FunctionNode): boolean {
  const names = new Set<string>();
  walk(test, (node) => {
    if (node.kind === "name") names.add(node.name);
  });
  return someNodeIn(
    fn.body,
    (node) =>
      ((node.kind === "declare" && node.bindings.some(({ name }) => names.has(name))) ||
        (node.kind === "assign" && node.target.kind === "name" && names.has(node.target.name))) &&
      node.value !== undefined &&
      someNode(node.value, (inner) => inner.kind === "await" || inner.kind === "call"),
  );
}

function goesAround(node: Extract<Node, { kind: "if" }>): boolean {
  return someNodeIn(
    node.then,
    (inner) =>
      inner.kind === "return" &&
      inner.value !== undefined &&
      functionAround(inner) === functionAround(node) &&
      someNode(inner.value, isLoad),
  );
}

const isLoad = (node: Node): boolean =>
  node.kind === "await" ||
  (node.kind === "call" &&
    !/^(res|reply|response|ctx|c|NextResponse|Response|JSONResponse|jsonify|Err|HttpResponse|JsonResponse|HTTPException|next)$/.test(
      calleeRoot(node.callee),
    ));

function calleeRoot(callee: Expr): string {
  let at: Expr = callee;
  while (at.kind === "member" || at.kind === "call")
    at = at.kind === "call" ? at.callee : at.object;
  return at.kind === "name" ? at.name : "";
}
