import { ApiProblem } from '@pairgate/client/problem.ts';
import { expect, it, vi } from 'vitest';
import { yard } from '../accounts.ts';
import { fastDay } from '../testing/fast-day.ts';
import { Arrivals } from './arrivals.ts';
import { Strangers } from './strangers.ts';
import type { Traders } from './traders.ts';

const problem = { type: '', title: '', status: 500, code: 'unexpected', detail: 'It failed.', instance: '' };
const declaration = { declaration: { functionalReferenceID: 'A-1' }, completedAt: '2026-11-19T02:00:00.000Z' };
const told = { origin: { declaration }, destination: { declaration }, attachments: { sealID: [] }, loads: [] };

it('brings the lorry of somebody else though it could not be read when it came', async () => {
  let looks = 0;
  const { day } = fastDay({ phase: 'planned', cause: null }, (persona) => {
    const failing = persona === yard('VN') && (looks += 1) === 1;
    return failing ? { ok: false, code: problem.code, problem: new ApiProblem(problem, undefined) } : { ok: true, data: told };
  });
  const traders = { isLodging: () => false, planned: () => undefined } as unknown as Traders;
  new Strangers(day, traders, new Arrivals(day)).start();
  day.engine.start();
  await vi.waitFor(() => expect(day.tally.counts['arrived']).toBe(1), { timeout: 50_000 });
  day.engine.stop();
});
