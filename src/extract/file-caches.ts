/**
 * Folders of files that keep cached results: code named after a cache writes a file whose path is made of what it is given, and
 * reads it again. What removes files of its own accord, or looks at how much there is, limits the folder.
 */
import { calledName, classAround, functionAround, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr, FunctionNode, Module, Node } from "../model/syntax.ts";
import { mostOpen, opennessOf } from "./closed-keys.ts";
import { functionName } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { givenNames } from "./served-map.ts";

export interface FileCache {
  readonly bounded: boolean;
  readonly name: string;
}

/** The call writes a file of such a folder. */
export function fileCache(call: Call, module: Module, resolver: Resolver): FileCache | undefined {
  const path = pathOf(call, WRITES);
  const fn = functionAround(call);
  if (path === undefined || fn === undefined || !isGivenPath(path, fn, resolver)) return undefined;
  const around = classAround(call);
  const name = [around?.name ?? "", functionName(fn)].find((one) => namesCache(one));
  if (name === undefined) return undefined;
  const region: readonly Node[] =
    around === undefined ? module.body : (resolver.classOf(call)?.nodes ?? [around]);
  const calls = region.flatMap((root) => callsIn(root));
  if (!calls.some((other) => readsGiven(other, resolver))) return undefined;
  return { bounded: calls.some((other) => limits(other)), name };
}

function namesCache(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => /^(cache|cached|caching|memo|memoize)$/.test(word));
}

const WRITES =
  /^(writeFile|writeFileSync|outputFile|outputJson|outputJSON|writeJson|writeJSON|outputFileSync|writeJsonSync|createWriteStream|writeTextFile|write_text|write_bytes)$/;
const READS =
  /^(readFile|readFileSync|readJson|readJSON|readJsonSync|createReadStream|readTextFile|read_text|read_bytes|read_to_string|read)$/;
const REMOVES =
  /^(unlink|unlinkSync|rm|rmSync|remove|removeSync|rmtree|remove_file|remove_dir_all|rimraf|emptyDir|emptyDirSync|del|rmdir|st_size|getsize|prune|evict|cleanup)$/;

/** The path that a call writes to, or reads from. */
function pathOf(call: Call, methods: RegExp): Node | undefined {
  const name = calledName(call);
  const { callee, args } = call;
  const object = callee.kind === "member" ? callee.object : undefined;
  const isWriting = methods === WRITES;
  // `open(path, "wb")`, `path.open("w")`
  if (name === "open" && args.length > 0) {
    const [first, second] = args;
    const mode = [second, first].find((arg) => arg?.kind === "literal");
    const text = mode?.kind === "literal" ? String(mode.value) : "r";
    if (/[wax]/.test(text) !== isWriting && !(text === "r" && !isWriting)) return undefined;
    return object === undefined || lastName(object) === "File" ? first : object;
  }
  // `std::fs::write(path, bytes)`, `File::create(path)`
  if (object !== undefined && callee.kind === "member" && callee.path) {
    const owner = lastName(object) ?? "";
    if (owner === "fs" && name === (isWriting ? "write" : "read")) return args[0];
    if (owner === "fs" && !isWriting && name === "read_to_string") return args[0];
    return owner === "File" && name === (isWriting ? "create" : "open") ? args[0] : undefined;
  }
  if (!methods.test(name)) return undefined;
  return /^(write_text|write_bytes|read_text|read_bytes)$/.test(name) ? object : args[0];
}

/** The path is made of what the function is given, which can be many things, and is not itself what it is given. */
function isGivenPath(path: Node, fn: FunctionNode, resolver: Resolver): boolean {
  const bare = path.kind === "call" && path.args.length === 1 ? path.args[0] : path;
  if (
    bare?.kind === "name" &&
    isPathItself(path) &&
    fn.params.some(({ name }) => name === bare.name)
  )
    return false;
  const given = givenNames(fn);
  const parts: Expr[] = [];
  walk(path, (node) => {
    if (node.kind === "name" && given.has(node.name)) parts.push(node);
  });
  return parts.length > 0 && mostOpen(parts.map((part) => opennessOf(part, resolver))) !== "closed";
}

/** `path`, `Path(path)`, `PathBuf::from(path)` */
function isPathItself(path: Node): boolean {
  return (
    path.kind !== "call" ||
    /^(Path|PurePath|from|new|str|String|expanduser)$/.test(calledName(path))
  );
}

function readsGiven(call: Call, resolver: Resolver): boolean {
  const path = pathOf(call, READS);
  const fn = functionAround(call);
  return path !== undefined && fn !== undefined && isGivenPath(path, fn, resolver);
}

/** Not where a caller says which file, or that all are to go. */
function limits(call: Call): boolean {
  if (!REMOVES.test(calledName(call))) return false;
  const fn = functionAround(call);
  if (fn === undefined) return true;
  const isTold = /^(del|delete|remove|clear|flush|reset|invalidate|drop|purge|wipe|forget)/.test(
    functionName(fn).replace(/^_+/, ""),
  );
  return !isTold;
}

function callsIn(root: Node): readonly Call[] {
  const calls: Call[] = [];
  walk(root, (node) => {
    if (node.kind === "call") calls.push(node);
  });
  return calls;
}
