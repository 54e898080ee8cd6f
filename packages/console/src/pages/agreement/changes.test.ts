import { expect, it } from 'vitest';
import { changesOf } from './changes.ts';

const ticket = { class: 'operation', purpose: 'plan', basis: 'b' };
const before = { messages: { VehicleArrived: { ticket }, OriginReleased: {} }, retention: { operation: { days: 90 } } };

it('is one change of a field, however many of its terms are different, and the number of the version is none', () => {
  const after = { ...before, messages: { ...before.messages, VehicleArrived: { ticket: { ...ticket, rule: 'mask' as const, keep: 3 } } } };
  const differences = [
    { kind: 'added' as const, path: ['messages', 'VehicleArrived', 'ticket', 'keep'], after: 3 },
    { kind: 'added' as const, path: ['messages', 'VehicleArrived', 'ticket', 'rule'], after: 'mask' },
    { kind: 'changed' as const, path: ['version'], before: 1, after: 2 },
  ];
  expect(changesOf(differences, before, after)).toMatchObject([
    { what: 'field', kind: 'changed', type: 'VehicleArrived', path: 'ticket', parts: ['rule', 'keep'], after: { rule: 'mask', keep: 3 } },
  ]);
});

it('tells fields, types and classes that come and go, and the rest by its path', () => {
  const after = { messages: { VehicleArrived: { yard: ticket } }, retention: { operation: { days: 30 } } };
  const differences = [
    { kind: 'changed' as const, path: ['parties', 'VN', 'name'], before: 'A', after: 'B' },
    { kind: 'removed' as const, path: ['messages', 'OriginReleased'], before: {} },
    { kind: 'removed' as const, path: ['messages', 'VehicleArrived', 'ticket'], before: ticket },
    { kind: 'added' as const, path: ['messages', 'VehicleArrived', 'yard'], after: ticket },
    { kind: 'changed' as const, path: ['retention', 'operation', 'days'], before: 90, after: 30 },
    { kind: 'added' as const, path: ['validUntil'], after: '2027-01-01T00:00:00.000Z' },
  ];
  expect(changesOf(differences, before, after).map((each) => `${each.kind} ${each.what}`)).toEqual([
    'changed other', 'removed type', 'removed field', 'added field', 'changed retention', 'added validUntil',
  ]);
});
