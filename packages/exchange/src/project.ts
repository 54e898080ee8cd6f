import type { Disguise, FieldTree, MessageTerms } from './agreement.ts';
import { isPseudonym, type Pseudonyms } from './pseudonym.ts';

/**
 * The one function that decides what crosses. The sender projects a fact's data with it; the receiver checks with the same
 * trees that nothing else came, and that what must be disguised is. No I/O, no options.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What stands for the hidden part of a masked value, whatever its length. */
const HIDDEN = '***';

/** The last characters of a text behind the sign of what is hidden; never more of them than half. */
export function mask(text: string, keep: number): string {
  const characters = [...text];
  const kept = Math.min(keep, Math.floor(characters.length / 2));
  return HIDDEN + characters.slice(characters.length - kept).join('');
}

/** A value that is no text cannot be disguised, so it does not cross. */
function disguised(value: unknown, disguise: Disguise, pseudonyms: Pseudonyms): string | undefined {
  if (typeof value !== 'string') return undefined;
  return disguise.rule === 'mask' ? mask(value, disguise.keep) : pseudonyms(disguise.purpose, value);
}

/** Whether a value has the form that the disguise gives to every value. */
function isDisguised(value: Json, disguise: Disguise): boolean {
  if (typeof value !== 'string') return false;
  if (disguise.rule === 'pseudonym') return isPseudonym(value);
  return value.startsWith(HIDDEN) && [...value].length <= HIDDEN.length + disguise.keep;
}

function pick(value: unknown, tree: FieldTree, pseudonyms: Pseudonyms): Json | undefined {
  if (value === null || value === undefined) return value as null | undefined;
  if (tree === true) return typeof value === 'object' ? undefined : (value as Json);
  if (tree.disguise) return disguised(value, tree.disguise, pseudonyms);
  if (Array.isArray(value)) {
    if (tree.each === undefined) return undefined;
    const each = tree.each;
    const single = each === true || each.disguise !== undefined;
    // Elements keep their places, so that the classes of one list can be joined again.
    return value.map((element) => pick(element, each, pseudonyms) ?? (single ? null : {}));
  }
  if (typeof value !== 'object' || !tree.fields) return undefined;
  const picked: Record<string, Json> = {};
  let any = false;
  for (const name of Object.keys(tree.fields)) {
    const field = pick((value as Record<string, unknown>)[name], tree.fields[name]!, pseudonyms);
    if (field === undefined) continue;
    picked[name] = field;
    any = true;
  }
  return any ? picked : undefined;
}

/** What of a fact's data crosses, by retention class. A class of which nothing is there is absent. */
export function project(terms: MessageTerms, data: unknown, pseudonyms: Pseudonyms): Record<string, Record<string, Json>> {
  const classes: Record<string, Record<string, Json>> = {};
  for (const { class: name, tree } of terms) {
    const picked = pick(data, tree, pseudonyms);
    if (picked !== undefined) classes[name] = picked as Record<string, Json>;
  }
  return classes;
}

/** The pointer of the first value that may not be here as it is, or `undefined` when all of it may. */
export function excess(value: Json, tree: FieldTree, pointer = ''): string | undefined {
  const found = excessBelow(value, tree);
  return found === undefined ? undefined : `${pointer}${found}` || '/';
}

/** The pointer is put together on the way back, so that what may be here costs no texts. */
function excessBelow(value: Json, tree: FieldTree): string | undefined {
  if (value === null) return undefined;
  if (tree === true) return typeof value === 'object' ? '' : undefined;
  if (tree.disguise) return isDisguised(value, tree.disguise) ? undefined : '';
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

/**
 * What the terms say of the value at a path of keys and indices: nothing, that it is named, that it is disguised, or that
 * fields within it are named.
 */
export function termsAt(terms: MessageTerms, path: readonly PropertyKey[]): 'named' | 'disguised' | 'within' | undefined {
  for (const { tree } of terms) {
    let node: FieldTree | undefined = tree;
    for (const step of path) {
      if (node === undefined || node === true || node.disguise) break;
      node = typeof step === 'number' ? node.each : node.fields?.[String(step)];
    }
    if (node === undefined) continue;
    if (node === true || node.each) return 'named';
    return node.disguise ? 'disguised' : 'within';
  }
  return undefined;
}
