import type { FieldTree, MessageTerms } from './agreement.ts';

/**
 * The one function that decides what crosses. The sender projects a fact's data with it; the receiver checks with the same
 * trees that nothing else came. No I/O, no options.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function pick(value: unknown, tree: FieldTree): Json | undefined {
  if (value === null || value === undefined) return value as null | undefined;
  if (tree === true) return typeof value === 'object' ? undefined : (value as Json);
  if (Array.isArray(value)) {
    if (tree.each === undefined) return undefined;
    const each = tree.each;
    // Elements keep their places, so that the classes of one list can be joined again.
    return value.map((element) => pick(element, each) ?? (each === true ? null : {}));
  }
  if (typeof value !== 'object' || !tree.fields) return undefined;
  const picked: Record<string, Json> = {};
  let any = false;
  for (const name of Object.keys(tree.fields)) {
    const field = pick((value as Record<string, unknown>)[name], tree.fields[name]!);
    if (field === undefined) continue;
    picked[name] = field;
    any = true;
  }
  return any ? picked : undefined;
}

/** What of a fact's data crosses, by retention class. A class of which nothing is there is absent. */
export function project(terms: MessageTerms, data: unknown): Record<string, Record<string, Json>> {
  const classes: Record<string, Record<string, Json>> = {};
  for (const { class: name, tree } of terms) {
    const fields = pick(data, tree);
    if (fields !== undefined && fields !== null) classes[name] = fields as Record<string, Json>;
  }
  return classes;
}

/** The pointer of the first value that the terms do not name, or `undefined` when all of it may be here. */
export function excess(value: Json, tree: FieldTree, pointer = ''): string | undefined {
  const found = excessBelow(value, tree);
  return found === undefined ? undefined : `${pointer}${found}` || '/';
}

/** The pointer is put together on the way back, so that what may be here costs no texts. */
function excessBelow(value: Json, tree: FieldTree): string | undefined {
  if (value === null) return undefined;
  if (tree === true) return typeof value === 'object' ? '' : undefined;
  if (Array.isArray(value)) {
    if (tree.each === undefined) return '';
    for (let index = 0; index < value.length; index += 1) {
      const found = excessBelow(value[index]!, tree.each);
      if (found !== undefined) return `/${index}${found}`;
    }
    return undefined;
  }
  if (typeof value !== 'object' || !tree.fields) return '';
  for (const name in value) {
    const allowed = Object.hasOwn(tree.fields, name) ? tree.fields[name] : undefined;
    const found = allowed === undefined ? '' : excessBelow(value[name]!, allowed);
    if (found !== undefined) return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${found}`;
  }
  return undefined;
}

function merge(into: Json | undefined, from: Json): Json {
  if (Array.isArray(into) && Array.isArray(from)) {
    return Array.from({ length: Math.max(into.length, from.length) }, (_, index) =>
      from[index] === undefined ? into[index]! : merge(into[index], from[index]!),
    );
  }
  if (isObject(into) && isObject(from)) {
    const merged = { ...into };
    for (const [name, value] of Object.entries(from)) merged[name] = merge(merged[name], value);
    return merged;
  }
  return from;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The data of a fact as it was published: its classes joined. */
export function join(classes: Readonly<Record<string, Record<string, Json>>>): Record<string, Json> {
  const parts = Object.values(classes);
  return parts.length === 1 ? parts[0]! : parts.reduce((all, part) => merge(all, part) as Record<string, Json>, {});
}

/** Whether the terms name the value at a path of keys and indices, or something below it. */
export function names(terms: MessageTerms, path: readonly PropertyKey[]): boolean {
  return terms.some(({ tree }) => {
    let node: FieldTree | undefined = tree;
    for (const step of path) {
      if (node === undefined || node === true) return node === true;
      node = typeof step === 'number' ? node.each : node.fields?.[String(step)];
    }
    return node !== undefined;
  });
}
