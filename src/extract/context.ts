/** Where code stands: in a test, a loop, an async function, a request handler, a constructor, at start-up. */
import { ancestors, boundNameOf, classAround, lastName } from "../model/ancestry.ts";
import type { Resolver } from "../model/meaning.ts";
import type { FunctionNode, Node, TypeRef } from "../model/syntax.ts";
import { isRegistered } from "./registered.ts";

/** The name a function goes by: its own, or that of what it is bound to. */
export function functionName(fn: FunctionNode): string {
  const { parent } = fn;
  const key =
    parent?.kind === "record" ? parent.entries.find((entry) => entry.value === fn)?.key : undefined;
  return boundNameOf(fn) ?? key ?? "";
}

/** `CacheClient.get`: the items around a node, for people and fingerprints. */
export function symbolOf(node: Node): string {
  const names: string[] = [];
  for (const up of [node, ...ancestors(node)]) {
    const name =
      up.kind === "function"
        ? functionName(up)
        : up.kind === "class" || up.kind === "namespace"
          ? up.name
          : undefined;
    if (name !== undefined && name !== "") names.push(name);
  }
  return names.reverse().join(".");
}

/** Test code in an ordinary file: `#[cfg(test)]`, `#[test]`, `describe(…)`, `class TestX`. */
export function isInTest(node: Node): boolean {
  let below = node;
  for (const up of [node, ...ancestors(node)]) {
    if (up.kind === "if" && isTestBuild(up.test) && up.then.some((one) => one === below))
      return true;
    below = up;
    if (
      "decorators" in up &&
      up.decorators.some((decorator) => isTestDecorator(decorator.name, decorator.text))
    )
      return true;
    if (
      up.kind === "call" &&
      up.callee.kind === "name" &&
      /^(describe|it|test|suite|beforeEach|afterEach|beforeAll|afterAll|bench)$/.test(
        up.callee.name,
      ) &&
      up.args.some((arg) => arg.kind === "function")
    )
      return true;
    if (up.kind === "class" && up.bases.some((base) => /(TestCase|TestBase)$/.test(base.name)))
      return true;
    if (
      up.kind === "class" &&
      up.name !== undefined &&
      /^Test[A-Z]/.test(up.name) &&
      up.methods.some((method) => method.name?.startsWith("test_") === true)
    )
      return true;
  }
  return false;
}

/** `if cfg!(test) { … }`, `if cfg!(debug_assertions) { … }`, and a statement under such an attribute. */
function isTestBuild(test: Node): boolean {
  return (
    test.kind === "call" &&
    test.callee.kind === "name" &&
    test.callee.name === "cfg" &&
    (test.args.some((arg) => arg.kind === "name" && NOT_RELEASED.has(arg.name)) ||
      test.named.some(
        ({ name, value }) =>
          name === "feature" &&
          value.kind === "literal" &&
          typeof value.value === "string" &&
          TEST_FEATURE.test(value.value),
      ))
  );
}

/** Parts of a program that no released build has. */
const NOT_RELEASED = new Set(["test", "debug_assertions"]);

/** `test-utils`, `integration_test`, `e2e_tests`, `mock-server`. */
const TEST_FEATURE = /^(test[\w-]*|[\w-]*[-_]tests?|mock[\w-]*)$/;

function isTestDecorator(name: string, text: string): boolean {
  if (
    /(^|\.)(test|rstest|bench|test_case|fixture|parameterized|mark)$/.test(name) ||
    name.startsWith("pytest.")
  )
    return true;
  const condition = text.replaceAll(/\s/g, "");
  // Its condition decides on the attributes behind it, and not on the item: `cfg_attr(test, derive(Debug))`.
  if (name === "cfg_attr")
    return /,(?:\w+::)*(?:test|rstest|bench|test_case)(?![\w:])/.test(condition);
  if (name !== "cfg") return false;
  const features = [...condition.matchAll(/[(,]feature="([\w-]*)"[,)]/g)];
  return (
    (/[(,](test|debug_assertions)[,)]/.test(condition) ||
      features.some(([, feature = ""]) => TEST_FEATURE.test(feature))) &&
    !/not\((test|debug_assertions|feature=)/.test(condition)
  );
}

export function isInLoop(node: Node): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "loop") return true;
    if (up.kind === "function") {
      if (isIteratorCallback(up)) return true;
      return false;
    }
  }
  return false;
}

/** `items.map(async (x) => …)`, `forEach`: the body runs once per item. */
function isIteratorCallback(fn: FunctionNode): boolean {
  const { parent } = fn;
  return (
    parent?.kind === "call" &&
    parent.callee.kind === "member" &&
    /^(map|forEach|for_each|flatMap|filter|reduce|then_for_each|filter_map|flat_map)$/.test(
      parent.callee.name,
    ) &&
    parent.args.includes(fn)
  );
}

/** Runs on an async runtime's thread: inside an async function or block, and not handed to a blocking thread. */
export function isInAsync(node: Node): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "block" && up.async) return true;
    if (up.kind === "function") {
      if (up.async) return true;
      if (isHandedAway(up)) return false;
      // A plain closure runs where it is called: look further, but a named nested function may run anywhere.
      if (up.name !== undefined) return false;
    }
    if (up.kind === "class") return false;
  }
  return false;
}

/** The closure is an argument of something that runs it on a thread of its own. */
export function isHandedAway(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (parent?.kind !== "call") return false;
  const name =
    parent.callee.kind === "member" || parent.callee.kind === "name" ? parent.callee.name : "";
  return /^(spawn_blocking|block_in_place|spawn|block|run_in_executor|to_thread|run_sync|run_in_threadpool|submit|interact|asyncify|sync_to_async|unblock|call_blocking|with_blocking|spawn_thread|run_blocking|blocking|in_thread)$/.test(
    name,
  );
}

const HANDLER_DECORATORS =
  /(^|\.)(get|post|put|patch|delete|head|options|route|websocket|api_view|action|Get|Post|Put|Patch|Delete|All|Sse|MessagePattern|EventPattern|Query|Mutation|Subscription|ResolveField|SubscribeMessage|handler|api_route|view_config|csrf_exempt|require_http_methods|login_required|require_GET|require_POST)$/;
const ROUTE_METHODS =
  /^(get|post|put|patch|delete|all|use|head|options|on|handle|addEventListener|route|respond|process|procedure|query|mutation|onRequest|fetch)$/;
const ROUTERS =
  /(app|router|server|fastify|api|route|routes|express|hono|bot|worker|queue|io|socket|ws|wss|koa|elysia|instance|scope)$/i;

/** A decorator names it as a handler. */
export function isRouted(fn: FunctionNode): boolean {
  return fn.decorators.some((decorator) => HANDLER_DECORATORS.test(decorator.name));
}

/** A function that a framework calls for each request or message. */
export function isHandler(fn: FunctionNode, resolver: Resolver): boolean {
  if (isRouted(fn) || isRegistered(fn, resolver)) return true;
  if (fn.params.some((param) => param.name !== undefined && /^(req|request)$/.test(param.name))) {
    const { language } = resolver.moduleOf(fn);
    if (language !== "rust") return true;
  }
  if (fn.params.some(({ type }) => type !== undefined && isRequestType(type, fn, resolver)))
    return true;
  if (/^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(functionName(fn)) && fn.exported)
    return true;
  if (isOfView(fn)) return true;
  const { parent } = fn;
  if (parent?.kind === "call" && parent.callee.kind === "member" && parent.args.indexOf(fn) > 0) {
    const object = parent.callee.object;
    const name = lastName(object) ?? "";
    return ROUTE_METHODS.test(parent.callee.name) && ROUTERS.test(name);
  }
  return false;
}

/** `class Users(Resource): def get(self, id)`: a class whose methods answer the verbs that they are named after. */
function isOfView(fn: FunctionNode): boolean {
  return (
    /^(get|post|put|patch|delete|head|options)$/.test(fn.name ?? "") &&
    (classAround(fn)?.bases ?? []).some(({ name }) =>
      /(^|\.)(Resource|MethodView|APIView|HTTPEndpoint|HTTPMethodView|RequestHandler)$/.test(name),
    )
  );
}

/** What a framework hands to a handler; an interface of the project's own with nothing of a request in it is no such thing. */
function isRequestType(type: TypeRef, fn: FunctionNode, resolver: Resolver): boolean {
  if (
    !/(^|\.)(Request|FastifyRequest|NextRequest|NextApiRequest|HttpRequest|IncomingMessage|Context|HonoRequest|APIGatewayProxyEvent)$/.test(
      type.name,
    )
  )
    return false;
  const meaning = resolver.typeMeaning(type, fn);
  if (meaning.kind !== "object" && meaning.kind !== "class") return true;
  const { nodes } = meaning.info;
  const isPlain = nodes.every(
    ({ flavor, bases, fields }) =>
      flavor === "interface" &&
      bases.length === 0 &&
      fields.length > 0 &&
      !fields.some(({ name }) => REQUEST_FIELD.test(name)),
  );
  return !isPlain;
}

const REQUEST_FIELD =
  /^(?:req|res|header|cookie|session|user|auth|token|query|param|body|event|ip$|url|method|status|locale|tenant|account|db|prisma|data|json|text|send|input)/i;

export function isInHandler(node: Node, resolver: Resolver): boolean {
  for (const up of ancestors(node))
    if (up.kind === "function" && isHandler(up, resolver)) return true;
  return false;
}

export function isConstructor(fn: FunctionNode): boolean {
  return (
    /^(constructor|__init__|__new__|new|__post_init__|setUp|default)$/.test(fn.name ?? "") &&
    (classAround(fn) !== undefined || fn.name === "new")
  );
}

const STARTUP =
  /^(main|init|initialize|initialise|setup|set_up|start|startup|start_up|bootstrap|boot|connect|onModuleInit|onApplicationBootstrap|register|configure|lifespan|run|serve|listen|open|launch|load|install|app_factory|create_app|build_app|makeApp|createApp|on_startup|beforeAll|handle_args|cli|try_main|init_app|ready)$/i;

/** Functions that run once, when the program starts: by name, or by what decorates them. */
export function isStartup(fn: FunctionNode): boolean {
  if (
    fn.decorators.some(
      ({ name, text }) =>
        /(^|\.)(main|on_event|command|listener|shutdown)$/.test(name) ||
        // `@receiver(app_ready)`, `@worker_init.connect`
        (/(^|\.)(receiver|connect)$/.test(name) &&
          /(ready|init|start|started|startup)\b(?!_)/.test(text)),
    )
  )
    return true;
  const name = functionName(fn);
  // A method called `connect` or `run` is called by whoever has the object, as often as they like.
  if (
    classAround(fn) !== undefined &&
    /^(connect|open|load|run|listen|start|register|configure|install|handle_args)$/.test(name)
  )
    return false;
  return (
    STARTUP.test(name) ||
    /^(init|setup|initialize|start|bootstrap|register)[A-Z_]/.test(functionName(fn))
  );
}
