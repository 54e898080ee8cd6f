import { decideCrossing } from '@pairgate/domain/freight/decision/decide.ts';
import { placeHold } from '@pairgate/domain/freight/hold/decide.ts';
import { takeSample } from '@pairgate/domain/freight/laboratory/decide.ts';
import { expect, it } from 'vitest';
import { assessed, completed, detailOf, holdOf, loadOf, NOW } from '../../crossing/testing/detail.ts';
import { deadlineAfter, hoursOffered, isOpen, obstacleOf, submissionOf, suggestedReason, versionsIn, type Draft } from './choices.ts';

const draft = (of: Partial<Draft>): Draft => ({ choice: null, reason: null, hours: null, objectTo: 'desk 3', note: '', tests: '', laboratory: '', ...of });

it('makes bodies that the schemas of the acts take', () => {
  const release = submissionOf(draft({ choice: 'release' }), NOW)!;
  expect(decideCrossing.schema.safeParse(release.body).success).toBe(true);
  const refuse = submissionOf(draft({ choice: 'refuse', reason: 'prohibited_goods', note: 'x' }), NOW)!;
  expect(decideCrossing.schema.safeParse(refuse.body).success).toBe(true);
  for (const choice of ['ask', 'hold'] as const) {
    const hold = submissionOf(draft({ choice, reason: 'papers_missing' }), NOW)!;
    expect(hold.act).toBe('placeHold');
    expect(placeHold.schema.safeParse(hold.body).success).toBe(true);
  }
  const sample = submissionOf(draft({ choice: 'sample', tests: 'cadmium\n auramine O \n', laboratory: 'Lạng Sơn' }), NOW)!;
  expect(sample.body.test).toEqual(['cadmium', 'auramine O']);
  expect(takeSample.schema.safeParse(sample.body).success).toBe(true);
});

it('has nothing to sign while a reason, a place to object or a test is missing', () => {
  expect(submissionOf(draft({}), NOW)).toBeUndefined();
  expect(submissionOf(draft({ choice: 'refuse' }), NOW)).toBeUndefined();
  expect(submissionOf(draft({ choice: 'hold', reason: 'papers_missing', objectTo: ' ' }), NOW)).toBeUndefined();
  expect(submissionOf(draft({ choice: 'sample', tests: 'cadmium' }), NOW)).toBeUndefined();
});

it('takes the usual hours of the reason for the deadline, up to the next quarter', () => {
  expect(submissionOf(draft({ choice: 'hold', reason: 'papers_missing' }), NOW)!.body.deadline).toBe('2026-11-19T05:45:00.000Z');
  expect(deadlineAfter('2026-11-19T03:45:00.000Z', 1)).toBe('2026-11-19T04:45:00.000Z');
  expect(hoursOffered('papers_missing')).toContain(2);
});

it('says what stands before a release, in the order in which the node judges it', () => {
  const loads = [loadOf({})];
  const of = (rest: Parameters<typeof detailOf>[0]) => obstacleOf(detailOf({ loads, ...rest }), 'release', 'VN', 'customs');
  expect(of({ pending: { origin: { customs: 'sample' } }, holds: [holdOf({})] })).toEqual({ kind: 'step', step: 'sample' });
  expect(of({ pending: { origin: { customs: 'papers' } }, holds: [holdOf({})] })).toEqual({ kind: 'hold' });
  expect(of({ pending: { origin: { customs: 'papers' } } })).toBeUndefined();
});

it('does not let the destination release what its importer has not completed', () => {
  const detail = detailOf({ loads: [loadOf({})] });
  expect(obstacleOf(detail, 'release', 'CN', 'customs')).toEqual({ kind: 'completion' });
  expect(obstacleOf(detailOf({ loads: [completed(loadOf({}))] }), 'release', 'CN', 'customs')).toBeUndefined();
});

it('suggests the reason that the rules gave, then that papers disagree, and none for a refusal', () => {
  const load = assessed(loadOf({}), 'origin', 'customs', 'yellow');
  const reasoned = { ...load, origin: { ...load.origin, assessment: { customs: { ...load.origin.assessment.customs!, reasonCodes: ['random_selected', 'gate_fee_unpaid', 'papers_inconsistent'] } } } };
  expect(suggestedReason(detailOf({ loads: [reasoned] }), 'hold', 'VN', 'customs')).toBe('papers_inconsistent');
  const differing = loadOf({ netMassKg: '10' }, [{ typeCode: '271', ID: 'L', elements: { netMassKg: '11' } }]);
  expect(suggestedReason(detailOf({ loads: [differing] }), 'ask', 'VN', 'customs')).toBe('papers_inconsistent');
  expect(suggestedReason(detailOf({ loads: [reasoned] }), 'refuse', 'VN', 'customs')).toBeNull();
});

it('opens a choice when the node says that its act is open', () => {
  expect(isOpen(detailOf({ acts: ['placeHold'] }), 'ask')).toBe(true);
  expect(isOpen(detailOf({ acts: ['placeHold'] }), 'release')).toBe(false);
});

it('says which version of each consignment was on the screen', () => {
  expect(versionsIn(detailOf({ loads: [loadOf({})] }))).toEqual([{ consignment: 'PG-2222-2222', version: 1 }]);
});
