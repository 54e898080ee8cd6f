import { z } from 'zod';

/** The part of JSON Schema that the schemas of facts come out as. */
export interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly format?: string;
  readonly examples?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

interface Referring extends Shape {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  /** How a union that is told apart by one of its members comes out. */
  readonly oneOf?: readonly Shape[];
}

/** With what is named elsewhere put in its place: a schema that has a name of its own comes out as a reference to it. */
function inPlace(shape: Referring, named: Readonly<Record<string, Shape>>): Shape {
  const { $ref, $defs: _defs, items, properties, oneOf, anyOf = oneOf, ...rest } = shape;
  if ($ref !== undefined) return inPlace(named[$ref.slice('#/$defs/'.length)] ?? {}, named);
  return {
    ...rest,
    ...(items ? { items: inPlace(items, named) } : {}),
    ...(anyOf ? { anyOf: anyOf.map((each) => inPlace(each, named)) } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inPlace(each, named)])) }
      : {}),
  };
}

export function shapeOf(schema: z.ZodType): Shape {
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as Referring;
  return inPlace(shape, shape.$defs ?? {});
}

/**
 * Every place of a value in which a schema can put a single value (names joined by dots, `[]` for each element) with the
 * shapes that the value can have there.
 */
export function placesOf(shape: Shape): ReadonlyMap<string, readonly Shape[]> {
  const places = new Map<string, Shape[]>();
  const walk = (at: Shape, path: string): void => {
    if (at.anyOf) for (const each of at.anyOf) walk(each, path);
    else if (at.type === 'array') walk(at.items ?? {}, `${path}[]`);
    else if (at.type === 'object' && at.properties) {
      for (const [name, each] of Object.entries(at.properties)) walk(each, path === '' ? name : `${path}.${name}`);
    } else places.set(path, [...(places.get(path) ?? []), at]);
  };
  walk(shape, '');
  return places;
}

/** Text of no fixed form, which may be hidden in part or replaced: no code, no number, no instant, no reference. */
export const isFreeText = ({ type, const: only, enum: values, format, examples, pattern }: Shape): boolean =>
  type === 'string' && only === undefined && values === undefined && format === undefined &&
  !examples?.[0]?.startsWith('PG-') && (pattern === undefined || pattern.startsWith('^[^'));
