import durian from '../../../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../../../samples/electronics-cn-vn.json' with { type: 'json' };
import { completion, declaration, type Completion, type Declaration } from '../../freight/declaration/schema.ts';
import { destinationOf, type Direction } from '../codes.ts';
import { FIRMS } from './cast.ts';

const parse = (sample: { declaration: unknown; completion: unknown }) => ({
  declaration: declaration.parse(sample.declaration),
  completion: completion.parse(sample.completion),
});
const SAMPLES = { 'VN-CN': parse(durian), 'CN-VN': parse(electronics) } as const;

/** A good declaration of a direction, addressed to the firm that this cast's trader on the other side acts for. */
export function declarationOf(direction: Direction, over: Partial<Declaration> = {}): Declaration {
  const sample = SAMPLES[direction].declaration;
  return { ...sample, importer: { ...sample.importer, ID: FIRMS[destinationOf(direction)] }, ...over };
}

export function completionOf(direction: Direction): Completion {
  const sample = SAMPLES[direction].completion;
  return { ...sample, importer: { ...sample.importer, ID: FIRMS[destinationOf(direction)] } };
}
