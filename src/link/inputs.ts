/** What comes from outside the program: the parameters that web frameworks fill from a request. Data, by framework. */
import type { Binding, FunctionNode, Node, Param, TypeRef } from "../model/syntax.ts";
import type { Context } from "./context.ts";
import { tail } from "./standard.ts";

/** NestJS and FastAPI parameter decorators. */
const INPUT_DECORATORS = /^(Param|Query|Body|Headers|Req|Request|Session|Ip|Args)$/;

/** Types of request objects: Express, Fastify, Next.js, Hono, actix, Django. */
const REQUEST_TYPES =
  /^(Request|FastifyRequest|NextRequest|NextApiRequest|HttpRequest|IncomingMessage|WSGIRequest|ASGIRequest)$/;

/** axum and actix extractors: input when what they parse into still carries text. A bare `Path` is one of a file. */
const EXTRACTORS = /^(Path|Query|Json|Form|RawQuery)$/;

const TEXT_TYPES = /^(String|str|Vec|HashMap|BTreeMap|tuple|Bytes|Value)$/;

const ROUTE_DECORATORS = /(^|\.)(route|get|post|put|patch|delete|api_route|websocket)$/;

export function isInputParam(context: Context, node: Param): boolean {
  if (node.decorators.some((decorator) => INPUT_DECORATORS.test(decorator.name))) return true;
  if (node.type !== undefined && isInputType(context, node.type, node)) return true;
  const fn = node.parent?.kind === "function" ? node.parent : undefined;
  if (node.name === undefined || fn === undefined) return false;
  const { language } = context.moduleOf(node);
  if (/^(req|request)$/.test(node.name)) {
    const isOpen = node.type === undefined || /^(any|unknown)$/.test(node.type.name);
    return isOpen && fn.params.length <= 4 && language !== "rust";
  }
  // Flask and FastAPI give the path's parts to the handler by name.
  return (
    language === "python" &&
    fn.decorators.some((decorator) => ROUTE_DECORATORS.test(decorator.name)) &&
    (node.type === undefined || isText(node.type))
  );
}

/** `str`, and FastAPI's `Annotated[str, Path(…)]`. */
function isText({ name, args: [first] }: TypeRef): boolean {
  return name === "str" || (tail(name, 1) === "Annotated" && first?.name === "str");
}

function isInputType(context: Context, type: TypeRef, at: Node): boolean {
  const name = tail(type.name, 1);
  if (REQUEST_TYPES.test(name)) return true;
  if (!EXTRACTORS.test(name)) return false;
  const [parsed] = type.args;
  return parsed === undefined ? name === "RawQuery" : carriesText(context, parsed, at);
}

/** A number, an id or a type that parses itself is no raw text any more; a struct with text fields is. */
function carriesText(context: Context, type: TypeRef, at: Node): boolean {
  if (TEXT_TYPES.test(tail(type.name, 1)))
    return type.name !== "tuple" || type.args.some((arg) => carriesText(context, arg, at));
  const meaning = context.typeMeaning(type, at);
  if (meaning.kind !== "object") return false;
  return meaning.info.nodes.some((node) =>
    node.fields.some(
      (field) => field.type !== undefined && TEXT_TYPES.test(tail(field.type.name, 1)),
    ),
  );
}

/** Next.js hands the route's parts over as `{ params }`, Koa and Hono as parts of a context. */
export function isRouteArgument(node: Param, binding: Binding): boolean {
  const fn = node.parent?.kind === "function" ? node.parent : undefined;
  return fn !== undefined && /^(params|searchParams)$/.test(binding.path[0] ?? "") && isRoute(fn);
}

function isRoute(fn: FunctionNode): boolean {
  return (
    /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|generateMetadata|loader|action)$/.test(
      fn.name ?? "",
    ) || fn.exported
  );
}

const CONTEXTS = /^(c|ctx|context|event)$/;
const PARTS =
  /^(req|request|params|query|body|headers|cookies|queryStringParameters|pathParameters)$/;

/** `c.req`, `ctx.query`, `event.queryStringParameters`: parts of a handler's context that hold the request. */
export function isRequestPart(param: Param, name: string): boolean {
  return param.name !== undefined && CONTEXTS.test(param.name) && PARTS.test(name);
}
