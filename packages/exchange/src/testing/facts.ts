import fc from 'fast-check';
import { factTypes, type FactTypeName } from '@pairgate/domain/concepts.ts';
import { CORRECTABLE } from '@pairgate/domain/freight/correction/decide.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { dataOf } from './generate.ts';

/** Who may tell a fact of the type. */
const side = (type: FactTypeName, data: object): 'VN' | 'CN' => {
  const { author } = factTypes[type];
  const said = data as { direction?: string; declaration?: { direction?: string } };
  const direction = said.direction ?? said.declaration?.direction ?? 'VN-CN';
  const origin = direction === 'VN-CN' ? 'VN' : 'CN';
  return author === 'destination' ? (origin === 'VN' ? 'CN' : 'VN') : origin;
};

/** A fact with that data, by an author who may tell it. */
export function factOf(type: FactTypeName, data: object): Fact {
  const author = side(type, data);
  const stream = factTypes[type].on === 'gate' ? `gate:${author}` : `${factTypes[type].on}:PG-2222-2223`;
  const at = '2026-11-19T03:00:00.000Z';
  return { id: '2'.repeat(32), type, stream, side: author, occurredAt: at, recordedAt: at, saw: 0, data };
}

/** A correction carries a patch of what can be corrected; its schema alone would let anything stand there. */
const correction = fc.constantFrom(...Object.keys(CORRECTABLE)).chain((factType) =>
  fc.record({
    correction: fc.constant('3'.repeat(32)), corrects: fc.constant('4'.repeat(32)), factType: fc.constant(factType),
    patch: dataOf(CORRECTABLE[factType]!), reason: fc.constant('misread'),
  }),
);

/** Data of facts of a type. */
export const generated = (type: FactTypeName): fc.Arbitrary<object> =>
  type === 'FactCorrected' ? correction : dataOf(factTypes[type].data);
