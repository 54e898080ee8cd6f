import type { z } from 'zod';

/** The form of a declaration is read from its schema: what the schema has, the form asks for, and nothing else. */
export type Field =
  | { kind: 'text' | 'date' | 'integer'; pattern: string; optional: boolean; maxLength: number | undefined; title: string | undefined }
  | { kind: 'select'; pattern: string; optional: boolean; options: readonly string[]; title: string | undefined }
  | { kind: 'group'; pattern: string; optional: boolean; fields: readonly Field[] }
  | { kind: 'list'; pattern: string; optional: boolean; item: Field };

/** A pattern is a JSON Pointer in which `*` stands for any index of a list. */
const under = (pattern: string, name: string): string => `${pattern}/${name}`;

interface Inside {
  type: string;
  format?: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string>;
}

/** Everything inside a group that may be left out may be left out with it. */
export function fieldOf(schema: z.ZodType, pattern = '', optional = false): Field {
  const inside = schema.def as unknown as Inside;
  const title = schema.meta()?.title;
  switch (inside.type) {
    case 'optional':
      return fieldOf(inside.innerType!, pattern, true);
    case 'object':
      return {
        kind: 'group', pattern, optional,
        fields: Object.entries(inside.shape!).map(([name, child]) => fieldOf(child, under(pattern, name), optional)),
      };
    case 'array':
      return { kind: 'list', pattern, optional, item: fieldOf(inside.element!, under(pattern, '*')) };
    case 'enum':
      return { kind: 'select', pattern, optional, options: Object.values(inside.entries!), title };
    case 'number':
      return { kind: 'integer', pattern, optional, maxLength: 10, title };
    case 'string':
      return {
        kind: inside.format === 'date' ? 'date' : 'text', pattern, optional,
        maxLength: (schema as z.ZodString).maxLength ?? undefined, title,
      };
    default:
      throw new Error(`no field is known for a schema of type ${inside.type} at ${pattern}`);
  }
}

/** Every field that is typed into, in the order of the schema. */
export function leavesOf(field: Field): Exclude<Field, { kind: 'group' | 'list' }>[] {
  if (field.kind === 'group') return field.fields.flatMap(leavesOf);
  return field.kind === 'list' ? leavesOf(field.item) : [field];
}

/** The field of a schema at a pattern, or `undefined`. */
export function fieldAt(field: Field, pattern: string): Field | undefined {
  if (field.pattern === pattern) return field;
  if (field.kind === 'list') return fieldAt(field.item, pattern);
  if (field.kind !== 'group') return undefined;
  return field.fields.map((child) => fieldAt(child, pattern)).find((found) => found !== undefined);
}

/** The key of a field's words: without the list's long names, the quantity of packages of an item is `item.packaging.quantity`. */
export const labelKey = (pattern: string): string =>
  pattern
    .replace('/governmentAgencyGoodsItem/*', '/item')
    .replace('/additionalDocument/*', '/document')
    .replace('/borderTransportMeans', '/lorry')
    .replace('/transportEquipment', '/equipment')
    .replaceAll('/*', '')
    .slice(1)
    .replaceAll('/', '.');
