/**
 * Calls that change or read the records that a cache holds copies of: by SQL text in an argument, on a modelled database
 * client, on a class of records, or on something that nothing here explains but that is named after a database.
 */
import { calledName, functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { localValue } from "./key-text.ts";
import { receiverOf, recordClass } from "./store-receiver.ts";

export interface StoreAccess {
  readonly call: Call;
  /** `change` and `remove` make copies of a record stale; `create` only those of lists. */
  readonly does: "change" | "remove" | "create" | "read" | "commit";
  /** The record's kind in lower case, singular, where the code shows it. */
  readonly entity: string | undefined;
  /** SQL text or a known client or class; otherwise the name is all there is. */
  readonly sure: boolean;
}

export function storeAccessAt(call: Call, resolver: Resolver): StoreAccess | undefined {
  const sql = sqlOf(call, resolver);
  if (sql !== undefined) return { call, ...sql, sure: true };
  if (call.callee.kind === "name") return namedFunction(call, resolver);
  if (call.callee.kind !== "member") return undefined;
  const method = call.callee.name;
  const does = verbOf(method);
  if (does === undefined) return undefined;
  const receiver = receiverOf(call.callee.object, resolver) ?? recordClass(call, resolver);
  if (receiver === undefined) return undefined;
  if (does === "commit") {
    const entity = changedBefore(call, resolver);
    if (entity !== undefined) return { call, does: "change", entity, sure: receiver.sure };
  }
  const entity = does === "commit" ? undefined : (receiver.entity ?? entityIn(method));
  return { call, does, entity, sure: receiver.sure };
}

/** `fetch_user_from_db(id)`, `dbUpdateUser(id)`: a function that nothing here defines, named after a database. */
function namedFunction(call: Call, resolver: Resolver): StoreAccess | undefined {
  const words = wordsOf(calledName(call));
  if (!words.some((word) => word === "db" || word === "database")) return undefined;
  if (resolver.meaning(call.callee).kind === "function") return undefined;
  const rest = words.filter((word) => !/^(db|database|from|in|to|the|by|id|row)$/.test(word));
  const verb = rest.find((word) => PLAIN_VERBS[word] !== undefined);
  const does = verb === undefined ? undefined : PLAIN_VERBS[verb];
  const entity = rest.find((word) => word !== verb);
  return does === undefined ? undefined : { call, does, entity, sure: false };
}

const PLAIN_VERBS: Readonly<Record<string, StoreAccess["does"]>> = {
  update: "change",
  save: "change",
  write: "change",
  upsert: "change",
  delete: "remove",
  remove: "remove",
  insert: "create",
  create: "create",
  get: "read",
  fetch: "read",
  load: "read",
  find: "read",
  query: "read",
  read: "read",
  select: "read",
};

const STATEMENT =
  /^\s*(UPDATE|DELETE\s+FROM|INSERT\s+INTO|REPLACE\s+INTO|SELECT\b[\s\S]{0,400}?\bFROM)\s+["`[]?(?:\w+["`\]]?\.["`[]?)?(\w+)/i;

function sqlOf(call: Call, resolver: Resolver): Pick<StoreAccess, "does" | "entity"> | undefined {
  for (const arg of call.args.slice(0, 3)) {
    const text = startOfText(arg, resolver);
    const found = text === undefined || text.length < 8 ? null : STATEMENT.exec(text.slice(0, 600));
    if (found === null) continue;
    const [, verb = "", table = ""] = found;
    const entity = wordsOf(table).join("");
    if (/^update/i.test(verb)) return { does: "change", entity };
    if (/^delete/i.test(verb)) return { does: "remove", entity };
    return { does: /^select/i.test(verb) ? "read" : "create", entity };
  }
  return undefined;
}

function startOfText(arg: Expr, resolver: Resolver): string | undefined {
  if (arg.kind === "literal") return typeof arg.value === "string" ? arg.value : undefined;
  // `text("UPDATE …")`, `sql("…")`: a call that takes the text alone.
  if (
    arg.kind === "call" &&
    arg.args.length === 1 &&
    /^(text|sql|raw|query)$/.test(calledName(arg))
  ) {
    const [inner] = arg.args;
    return inner === undefined ? undefined : startOfText(inner, resolver);
  }
  if (arg.kind === "template") {
    const [first] = arg.parts;
    return first?.kind === "literal" && typeof first.value === "string" ? first.value : undefined;
  }
  if (arg.kind !== "name" && arg.kind !== "member") return undefined;
  const meaning = resolver.meaning(arg);
  return meaning.kind === "constant" && typeof meaning.value === "string"
    ? meaning.value
    : undefined;
}

const VERBS: readonly (readonly [StoreAccess["does"], RegExp])[] = [
  ["commit", /^commit$/],
  [
    "remove",
    /^(delete|deleteOne|deleteMany|deleteFirst|destroy|remove|removeOne|softDelete|softRemove|findByIdAndDelete|findOneAndDelete|findByIdAndRemove|delete_one|delete_many|delete_by_id|bulk_delete)$/,
  ],
  [
    "change",
    /^(update|updateOne|updateMany|updateFirst|updateAndFetchById|save|upsert|replaceOne|findByIdAndUpdate|findOneAndUpdate|findOneAndReplace|increment|decrement|patch|patchAndFetchById|update_one|update_many|replace_one|find_one_and_update|bulk_update|update_or_create|bulkWrite)$/,
  ],
  [
    "create",
    /^(create|createMany|insert|insertOne|insertMany|insert_one|insert_many|bulk_create|bulkCreate)$/,
  ],
  [
    "read",
    /^(find|findOne|findById|findUnique|findFirst|findMany|findOneBy|findAll|findByPk|findOneOrFail|findUniqueOrThrow|findFirstOrThrow|first|all|one|fetch_one|fetch_optional|fetch_all|get|get_by_id|find_by_id|find_one|scalar_one|scalar_one_or_none|load|select|aggregate|count|query)$/,
  ],
];

/** `updateUser`, `delete_user`, `getUser` on a database object: the verb, then the record. */
const NAMED_VERBS: readonly (readonly [StoreAccess["does"], RegExp])[] = [
  ["change", /^(update|save|upsert|set|change|modify|edit|rename)[A-Z_]/],
  ["remove", /^(delete|remove|destroy)[A-Z_]/],
  ["create", /^(create|insert|add)[A-Z_]/],
  ["read", /^(get|find|fetch|load|read|query|select)[A-Z_]/],
];

function verbOf(method: string): StoreAccess["does"] | undefined {
  return (
    VERBS.find(([, test]) => test.test(method))?.[0] ??
    NAMED_VERBS.find(([, test]) => test.test(method))?.[0]
  );
}

function entityIn(method: string): string | undefined {
  if (VERBS.some(([, test]) => test.test(method))) return undefined;
  const [, ...rest] = wordsOf(method).filter((word) => !/^(by|id|all|one|many|async)$/.test(word));
  return rest[0];
}

/** `user.name = name; session.commit()`: the kind of the record that the commit writes, read before in the same function. */
function changedBefore(commit: Call, resolver: Resolver): string | undefined {
  const fn = functionAround(commit);
  const found: string[] = [];
  for (const statement of fn?.body ?? []) {
    walk(statement, (node) => {
      if (node.kind !== "assign" || node.target.kind !== "member" || node.start > commit.start)
        return;
      const value = localValue(node.target.object, resolver);
      const read = value?.kind === "await" ? value.value : value;
      const access = read?.kind === "call" ? storeAccessAt(read, resolver) : undefined;
      if (access?.does === "read" && access.entity !== undefined) found.push(access.entity);
    });
  }
  return found[0];
}
