import { isField, type FieldTree, type MessageTerms } from './agreement.ts';
import type { Json } from './project.ts';

/** A field that the agreement lets cross, and its retention class. */
export interface AgreedField {
  readonly path: string;
  readonly class: string;
}

/** The fields of one type of message in the order of their paths, and a count of the values that an entry carries of each. */
export interface FieldList {
  readonly fields: readonly AgreedField[];
  /** Adds the values of what crosses to `counts`, which has a place for each field. */
  count(classes: Readonly<Record<string, Json>>, counts: number[]): void;
}

interface Node {
  readonly place?: number;
  readonly fields?: Readonly<Record<string, Node>>;
  readonly each?: Node;
}

function paths(tree: FieldTree, before = ''): string[] {
  if (isField(tree)) return [before];
  const below = Object.entries(tree.fields ?? {}).flatMap(([name, child]) => paths(child, before === '' ? name : `${before}.${name}`));
  return tree.each === undefined ? below : [...below, ...paths(tree.each, `${before}[]`)];
}

function numbered(tree: FieldTree, places: ReadonlyMap<string, number>, before = ''): Node {
  if (isField(tree)) return { place: places.get(before)! };
  const child = (name: string) => (before === '' ? name : `${before}.${name}`);
  const fields = Object.entries(tree.fields ?? {}).map(([name, below]) => [name, numbered(below, places, child(name))]);
  const each = tree.each === undefined ? {} : { each: numbered(tree.each, places, `${before}[]`) };
  return { ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) as Record<string, Node> }), ...each };
}

function countIn(value: Json, node: Node, counts: number[]): void {
  if (value === null) return;
  if (node.place !== undefined) counts[node.place]! += 1;
  else if (Array.isArray(value)) {
    if (node.each) for (const element of value) countIn(element, node.each, counts);
  } else if (typeof value === 'object' && node.fields) {
    for (const name in value) {
      const below = node.fields[name];
      if (below) countIn(value[name]!, below, counts);
    }
  }
}

const known = new WeakMap<MessageTerms, FieldList>();

/** The list of a type's terms, made once for each. */
export function fieldsOf(terms: MessageTerms): FieldList {
  const before = known.get(terms);
  if (before) return before;
  const fields = terms
    .flatMap(({ class: name, tree }) => paths(tree).map((path) => ({ path, class: name })))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.class < b.class ? -1 : 1));
  const trees = new Map(
    terms.map(({ class: name, tree }) => {
      const places = new Map(fields.flatMap((field, place) => (field.class === name ? [[field.path, place] as const] : [])));
      return [name, numbered(tree, places)];
    }),
  );
  const list: FieldList = {
    fields,
    count(classes, counts) {
      for (const name in classes) countIn(classes[name]!, trees.get(name)!, counts);
    },
  };
  known.set(terms, list);
  return list;
}
