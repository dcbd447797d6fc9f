/**
 * Calls that change or read the records that a cache holds copies of: by SQL text in an argument, on a modelled database
 * client, on a class of records, or on something that nothing here explains but that is named after a database.
 */
import { ancestors, classAround } from "../model/ancestry.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, TypeRef } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { nameOf } from "./loop-bounds.ts";

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
  const receiver = receiverOf(call.callee.object, resolver);
  if (receiver === undefined) return undefined;
  const entity = does === "commit" ? undefined : (receiver.entity ?? entityIn(method));
  return { call, does, entity, sure: receiver.sure };
}

/** `fetch_user_from_db(id)`, `dbUpdateUser(id)`: a function that nothing here defines, named after a database. */
function namedFunction(call: Call, resolver: Resolver): StoreAccess | undefined {
  const words = wordsOf(nameOf(call));
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
  if (arg.kind === "call" && arg.args.length === 1 && /^(text|sql|raw|query)$/.test(nameOf(arg))) {
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
  ["create", /^(create|createMany|insert|insertOne|insertMany|insert_one|insert_many|bulk_create|bulkCreate)$/],
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

interface Receiver {
  readonly entity: string | undefined;
  readonly sure: boolean;
}

const STORE_WORDS = new Set(
  "db database repo repository prisma dao orm session tx trx txn knex sequelize mongo mongoose collection table model conn connection pool sql pg postgres mysql sqlite persistence dbs".split(
    " ",
  ),
);
const OTHER_WORDS = new Set(
  "cache redis memcache cached lru map set cookie hash hasher file fs storage local socket http request response router app".split(
    " ",
  ),
);

/** The object that a method is called on, down its chain: `prisma.user`, `User.objects.filter(..)`, `this.usersRepository`. */
function receiverOf(object: Expr, resolver: Resolver): Receiver | undefined {
  const names: string[] = [];
  let at: Expr = object;
  for (let depth = 0; depth < 12; depth += 1) {
    const found = ofMeaning(resolver.meaning(at), names, at, resolver);
    if (found !== undefined) return found === "other" ? undefined : found;
    if (at.kind === "await") at = at.value;
    else if (at.kind === "call") {
      const [first] = at.args;
      if (first?.kind === "literal" && typeof first.value === "string") names.unshift(first.value);
      if (first?.kind === "name" && /^[A-Z]/.test(first.name)) names.unshift(first.name);
      at = at.callee;
    } else if (at.kind === "member") {
      names.unshift(at.name);
      at = at.object;
    } else if (at.kind === "index") at = at.object;
    else break;
  }
  if (at.kind === "name") names.unshift(at.name);
  return namedAfterStore(names);
}

function ofMeaning(
  meaning: Meaning,
  after: readonly string[],
  at: Expr,
  resolver: Resolver,
): Receiver | "other" | undefined {
  if (meaning.kind === "either") {
    for (const option of meaning.options) {
      const found = ofMeaning(option, after, at, resolver);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (meaning.kind === "container") return "other";
  if (meaning.kind === "instance") {
    if (/^(sql-client|sql-pool|store)$/.test(meaning.type.provides))
      return { entity: entityOf(after), sure: true };
    return meaning.type.provides === "none" ? undefined : "other";
  }
  // A class of records: `class User(models.Model)`, `class User extends Model`.
  if (meaning.kind === "class" || meaning.kind === "object") {
    const isRecord = meaning.info.nodes.some(({ bases }) => bases.some(isRecordBase));
    if (isRecord) return { entity: wordsOf(meaning.info.name).join(""), sure: true };
    // Some class of this project: its own methods say what it does.
    return after.length === 0 && meaning.info.nodes.some(({ methods }) => methods.length > 0)
      ? "other"
      : undefined;
  }
  if (meaning.kind === "parameter" && meaning.type !== undefined) {
    const [record] = meaning.type.args;
    if (/(^|\.)(Repository|Model|ReturnModelType|Collection|EntityRepository)$/.test(meaning.type.name))
      return { entity: record === undefined ? entityOf(after) : wordsOf(record.name).join(""), sure: true };
  }
  return undefined;
}

function isRecordBase({ name }: TypeRef): boolean {
  return /(^|\.)(Model|BaseEntity|DeclarativeBase|Document|ActiveRecord|BaseModel\.Model|SQLModel)$/.test(
    name,
  );
}

/** Nothing says what it is: names do, if they speak of a database and of nothing else. */
function namedAfterStore(names: readonly string[]): Receiver | undefined {
  const words = names.filter((name) => name.length < 80).flatMap((name) => wordsOf(name));
  // `User.objects.filter(id=id)`: a Django manager.
  const manager = names.indexOf("objects");
  const model = names[manager - 1];
  if (manager > 0 && model !== undefined && /^[A-Z]/.test(model))
    return { entity: wordsOf(model).join(""), sure: true };
  if (words.some((word) => OTHER_WORDS.has(word))) return undefined;
  return words.some((word) => STORE_WORDS.has(word))
    ? { entity: entityOf(names), sure: false }
    : undefined;
}

/** The word that is no word of databases: `usersRepository` is user, `db.user` is user. */
function entityOf(names: readonly string[]): string | undefined {
  const words = names
    .filter((name) => name.length < 80)
    .flatMap((name) => wordsOf(name))
    .filter(
      (word) =>
        !STORE_WORDS.has(word) &&
        !/^(this|self|cls|service|client|object|where|filter|query|ctx|context|global|manager|entity|get|default|async|request|state|data|inner|source|eq|from)$/.test(
          word,
        ),
    );
  return words.at(0);
}

/** Inside the transaction that a call opens around its callback, or a `with` block holds open. */
export function isInTransaction(call: Call): boolean {
  for (const up of ancestors(call)) {
    if (up.kind === "function" && up.parent?.kind === "call") {
      const name = nameOf(up.parent);
      if (/^(on_commit|onCommit|afterCommit|after_commit|runOnCommit|run_on_commit)$/.test(name))
        return false;
      if (/^(transaction|\$transaction|withTransaction|runInTransaction|with_transaction)$/.test(name))
        return true;
    }
    if (up.kind === "function" && up.name !== undefined) return isDecoratedAtomic(up.decorators);
    if (up.kind === "class" || classAround(up) === undefined) continue;
  }
  return false;
}

function isDecoratedAtomic(decorators: readonly { readonly name: string }[]): boolean {
  return decorators.some(({ name }) => /(^|\.)(atomic|commit_on_success|Transactional)$/.test(name));
}
