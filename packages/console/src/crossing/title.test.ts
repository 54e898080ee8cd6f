import { expect, it } from 'vitest';
import { caseTitle } from './title.ts';
import { detailOf, holdOf, loadOf, NOW } from './testing/detail.ts';

const customs = { side: 'VN', role: 'customs' } as const;

it('says what there is to do first when nothing is wrong', () => {
  expect(caseTitle(detailOf({ pending: { origin: { customs: 'inspection' } } }), customs, NOW)).toEqual({ kind: 'pending', step: 'inspection' });
});

it('says that a paper disagrees before it says that there is something to decide', () => {
  const loads = [loadOf({ netMassKg: '10' }, [{ typeCode: '271', ID: 'L', elements: { netMassKg: '11' } }])];
  const title = caseTitle(detailOf({ loads, pending: { origin: { customs: 'papers' } } }), customs, NOW);
  expect(title).toMatchObject({ kind: 'oneDiffers', column: 'netMassKg' });
});

it('puts an objection to a hold of mine before everything else', () => {
  const holds = [holdOf({ hold: 'a' }), holdOf({ hold: 'b', objectedAt: NOW })];
  expect(caseTitle(detailOf({ holds }), customs, NOW)).toMatchObject({ kind: 'holdObjected', hold: { hold: 'b' } });
});

it('does not take the hold of another authority for mine', () => {
  const holds = [holdOf({ authority: 'quarantine' })];
  expect(caseTitle(detailOf({ holds, pending: { origin: { customs: 'papers' } } }), customs, NOW)).toEqual({ kind: 'pending', step: 'papers' });
});

it('shows the manager what is past its deadline', () => {
  const holds = [holdOf({ deadline: '2026-11-19T03:00:00.000Z' })];
  expect(caseTitle(detailOf({ holds }), { side: 'VN', role: 'manager' }, NOW)).toMatchObject({ kind: 'holdOverdue' });
});

it('shows the yard the act that is open', () => {
  expect(caseTitle(detailOf({ acts: ['callVehicle'] }), { side: 'VN', role: 'yard' }, NOW)).toEqual({ kind: 'call' });
  expect(caseTitle(detailOf({ acts: ['recordArrival', 'bookSlot'] }), { side: 'VN', role: 'yard' }, NOW)).toEqual({ kind: 'arrival' });
});

it('says that a release counts no more, and what there is to do again', () => {
  const decided = detailOf({ pending: { origin: { customs: null } } });
  const by = { customs: { at: NOW, outcome: 'release', basis: 'officer', reasonCode: null, versions: null } } as const;
  const released = { ...decided, origin: { ...decided.origin, decision: { ...decided.origin.decision, by } } };
  expect(caseTitle(released, customs, NOW)).toEqual({ kind: 'alreadyDecided' });
  const pending = { origin: { customs: 'papers' }, destination: {} } as const;
  const outdated = { origin: ['customs' as const], destination: [] };
  expect(caseTitle({ ...released, pending, outdated }, customs, NOW)).toEqual({ kind: 'outdated', step: 'papers' });
});

it('has nothing to ask of anybody once the crossing has ended', () => {
  expect(caseTitle(detailOf({ row: { phase: 'departed' }, holds: [holdOf({})] }), customs, NOW)).toEqual({ kind: 'ended' });
});
