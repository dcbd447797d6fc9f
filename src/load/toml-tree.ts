/** The tree of key paths in a TOML text, with the offsets of each. */

/** One key or list item, and what is below it. Offsets are UTF-16 code units. */
export interface TomlNode {
  key: number;
  value: number;
  /** Written as such, and not only as a part of a longer key. */
  declared: boolean;
  /** Made by `[[…]]`: its children are its tables. */
  tables: boolean;
  /** Absent while there is none: long lists have many items without. */
  children?: Map<string | number, TomlNode>;
}

export function newNode(offset: number): TomlNode {
  return { key: offset, value: offset, declared: false, tables: false };
}

export function child(parent: TomlNode, name: string | number, offset: number): TomlNode {
  const known = parent.children?.get(name);
  if (known !== undefined) return known;
  const made = newNode(offset);
  parent.children ??= new Map();
  parent.children.set(name, made);
  return made;
}

export function addItem(list: TomlNode, offset: number): TomlNode {
  return child(list, list.children?.size ?? 0, offset);
}

/** The table that `[[…]]` began last. */
export function lastItem(tables: TomlNode): TomlNode | undefined {
  return tables.children?.get(tables.children.size - 1);
}
