import durian from '../../../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../../../samples/electronics-cn-vn.json' with { type: 'json' };
import { completion, declaration, type Completion, type Declaration } from '../../freight/declaration/schema.ts';
import { destinationOf, type Direction } from '../codes.ts';
import { FIRMS } from './cast.ts';

const SAMPLES = { 'VN-CN': durian, 'CN-VN': electronics } as const;

/** A good declaration of a direction, addressed to the firm that this cast's trader on the other side acts for. */
export function declarationOf(direction: Direction, over: Partial<Declaration> = {}): Declaration {
  const sample = declaration.parse(SAMPLES[direction].declaration);
  return { ...sample, importer: { ...sample.importer, ID: FIRMS[destinationOf(direction)] }, ...over };
}

export function completionOf(direction: Direction): Completion {
  const sample = completion.parse(SAMPLES[direction].completion);
  return { ...sample, importer: { ...sample.importer, ID: FIRMS[destinationOf(direction)] } };
}
