import type { Cause, Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import { describe, expect, it } from 'vitest';
import type { CrossingRow } from '../../schemas.ts';
import { sentenceOf } from './sentence.ts';
import { isWaiting, longestFirst } from './tally.ts';

const hours = {
  VN: { open: '2026-11-19T00:00:00.000Z', close: '2026-11-19T12:00:00.000Z' },
  CN: { open: '2026-11-19T00:30:00.000Z', close: '2026-11-19T12:00:00.000Z' },
};
const NOON = '2026-11-19T05:00:00.000Z';

let next = 0;
function waiting(count: number, cause: Cause, causeSide: SideId, direction: Direction = 'VN-CN', since = '2026-11-19T04:00:00.000Z'): CrossingRow[] {
  return Array.from({ length: count }, () => ({
    reference: `PG-${String(next++).padStart(4, '0')}`, direction, phase: 'arrived' as const, cause, causeSide, since, waitedMs: 0,
    trafficClass: 'general' as const, goods: null, tractorID: null, containerID: null, slotStart: null, ticket: null,
    place: 'origin_yard' as const, alarms: [], consignments: [], plannedAt: since, arrivedAt: since, endedAt: null, change: 0,
  }));
}

const say = (rows: CrossingRow[], now = NOON) => sentenceOf(longestFirst(rows.filter(isWaiting)), hours, now);

describe('the sentence of the control room', () => {
  it('says that both gates are closed, and when the first one opens', () => {
    expect(say(waiting(3, 'closed', 'VN'), '2026-11-18T23:00:00.000Z')).toEqual({
      kind: 'beforeOpening', count: 3, opening: hours.VN.open,
    });
  });

  it('says who stays the night', () => {
    expect(say(waiting(2, 'closed', 'CN'), '2026-11-19T12:00:00.000Z')).toEqual({ kind: 'afterClosing', count: 2 });
  });

  it('says that nobody waits', () => {
    expect(say([])).toEqual({ kind: 'nobody' });
  });

  it('does not count a lorry that is through', () => {
    expect(say(waiting(1, 'bay', 'CN').map((row) => ({ ...row, place: 'gone' as const })))).toEqual({ kind: 'nobody' });
  });

  it('names both ends of one cause: the bays there, and who is kept back here because of them', () => {
    const rows = [...waiting(2, 'bay', 'CN'), ...waiting(5, 'other', 'VN'), ...waiting(6, 'queue', 'VN')];
    expect(say(rows)).toMatchObject({ kind: 'bays', direction: 'VN-CN', there: 2, here: 5 });
  });

  it('does not mix the directions', () => {
    const rows = [...waiting(2, 'bay', 'VN', 'CN-VN'), ...waiting(5, 'other', 'VN', 'VN-CN')];
    expect(say(rows)).toMatchObject({ kind: 'cause', cause: 'other', side: 'VN', count: 5 });
  });

  it('names a slot only when nothing else holds a lorry', () => {
    const early = waiting(40, 'slot', 'VN');
    expect(say(early)).toMatchObject({ kind: 'cause', cause: 'slot', count: 40 });
    expect(say([...early, ...waiting(1, 'papers', 'CN', 'CN-VN')])).toMatchObject({ kind: 'cause', cause: 'papers', side: 'CN' });
  });

  it('names the lorry that has waited longest for it', () => {
    const [old] = waiting(1, 'papers', 'VN', 'VN-CN', '2026-11-19T01:00:00.000Z');
    const rows = [...waiting(3, 'papers', 'VN'), old!];
    expect(say(rows)).toMatchObject({ longest: { reference: old!.reference } });
  });
});
