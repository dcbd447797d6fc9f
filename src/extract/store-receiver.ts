/** Whether the object that a method is called on is a database, and which kind of record it is about. */
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Call, Expr, TypeRef } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { localValue } from "./key-text.ts";

/** Methods that nothing but a class of records has. */
const RECORD_METHODS =
  /^(findById|findByPk|findByIdAndUpdate|findByIdAndDelete|findByIdAndRemove|findOneAndUpdate|findOneAndDelete|findOneAndReplace|updateOne|updateMany|deleteOne|deleteMany|replaceOne|findOneOrFail)$/;

/** `Product.findByIdAndUpdate(..)`, `User.update(..)` where `User` comes from a file of models. */
export function recordClass(call: Call, resolver: Resolver): Receiver | undefined {
  if (call.callee.kind !== "member" || call.callee.object.kind !== "name") return undefined;
  const { object, name } = call.callee;
  if (!/^[A-Z]/.test(object.name)) return undefined;
  const entity = wordsOf(object.name)
    .filter((word) => word !== "model")
    .join("");
  if (RECORD_METHODS.test(name)) return { entity, sure: true };
  const sources = resolver
    .moduleOf(call)
    .body.flatMap((node) =>
      node.kind === "import" && node.names.some(({ local }) => local === object.name)
        ? [node.source]
        : [],
    );
  return sources.some((source) => /(^|[./])(models?|entit(y|ies)|schemas?)([./]|$)/i.test(source))
    ? { entity, sure: true }
    : undefined;
}

export interface Receiver {
  readonly entity: string | undefined;
  readonly sure: boolean;
}

const STORE_WORDS = new Set(
  "db database repo repository prisma dao orm session tx trx txn knex sequelize mongo mongoose collection table model conn connection pool sql pg postgres mysql sqlite persistence dbs".split(
    " ",
  ),
);
/** Words that nothing else is called by. */
const PLAIN_WORDS = new Set("repository repo prisma dao knex sequelize".split(" "));
const OTHER_WORDS = new Set(
  "cache redis memcache cached lru map set cookie hash hasher file fs storage local socket http request response router app".split(
    " ",
  ),
);

/** The object that a method is called on, down its chain: `prisma.user`, `User.objects.filter(..)`, `this.usersRepository`. */
export function receiverOf(object: Expr, resolver: Resolver): Receiver | undefined {
  const names: string[] = [];
  let at: Expr = object;
  for (let depth = 0; depth < 12; depth += 1) {
    const found = ofMeaning(resolver.meaning(at), names);
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
    else {
      // `const user = await User.findById(id); user.save()`: a record is what it was read from.
      const value: Expr | undefined = localValue(at, resolver);
      if (value === undefined || value.kind === "literal") break;
      at = value;
    }
  }
  if (at.kind === "name") names.unshift(at.name);
  return namedAfterStore(names);
}

function ofMeaning(meaning: Meaning, after: readonly string[]): Receiver | "other" | undefined {
  if (meaning.kind === "either") {
    for (const option of meaning.options) {
      const found = ofMeaning(option, after);
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
    if (after.length > 0) return undefined;
    // Some class of this project: its own methods say what it does. One without bodies (a port) leaves that to names.
    const methods = meaning.info.nodes.flatMap((node) => node.methods);
    if (methods.some(({ implemented }) => implemented)) return "other";
    return methods.length > 0 && isPlainStoreName(meaning.info.name)
      ? { entity: recordWordsIn([meaning.info.name]).at(-1), sure: true }
      : undefined;
  }
  if (meaning.kind === "parameter" && meaning.type !== undefined) {
    const [record] = meaning.type.args;
    if (
      /(^|\.)(Repository|Model|ReturnModelType|Collection|EntityRepository)$/.test(
        meaning.type.name,
      )
    )
      return {
        entity: record === undefined ? entityOf(after) : wordsOf(record.name).join(""),
        sure: true,
      };
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
    ? { entity: entityOf(names), sure: words.some((word) => PLAIN_WORDS.has(word)) }
    : undefined;
}

/** `UserRepository`, `OrderDao`, and no `CachedUserRepository`. */
function isPlainStoreName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => PLAIN_WORDS.has(word)) && !words.some((word) => OTHER_WORDS.has(word))
  );
}

/** The word that is no word of databases: `usersRepository` is user, `db.user` is user. */
function entityOf(names: readonly string[]): string | undefined {
  return recordWordsIn(names).at(0);
}

function recordWordsIn(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.length < 80)
    .flatMap((name) => wordsOf(name))
    .filter(
      (word) =>
        !STORE_WORDS.has(word) &&
        !/^(this|self|cls|service|client|object|where|filter|query|ctx|context|global|manager|entity|get|default|async|request|state|data|inner|source|eq|from)$/.test(
          word,
        ),
    );
}
