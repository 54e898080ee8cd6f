import { expect, it, vi } from 'vitest';
import { fastDay } from '../testing/fast-day.ts';
import { Gates } from './gates.ts';
import type { Yards } from './yards.ts';

const attachments = { tractorID: '29H-412.07', sealID: ['VN-CD 084471'] };

it('lets a lorry leave later when something went wrong at the barrier', async () => {
  let answers = 0;
  const { day, troubles } = fastDay({ phase: 'cleared' }, () => {
    if ((answers += 1) === 1) throw new Error('the answer was cut off');
    return { ok: true, data: { attachments } };
  });
  new Gates(day, {} as Yards).start();
  day.engine.start();
  await vi.waitFor(() => expect(day.tally.counts['departure']).toBeGreaterThan(0), { timeout: 50_000 });
  expect(troubles).toHaveLength(1);
  day.engine.stop();
});
