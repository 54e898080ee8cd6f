import { describe, expect, it } from 'vitest';
import { streamOf } from '@pairgate/domain/kernel/act.ts';
import { CROSSING, historyOf } from '@pairgate/domain/kernel/testing/history.ts';
import { given } from '@pairgate/domain/kernel/testing/specification.ts';
import { Live } from './live.ts';
import { emptyState, refold, type StreamState } from './states.ts';

const history = historyOf();
const stream = streamOf('crossing', CROSSING);

/** A crossing as the node of its origin knows it after these facts. */
function stateAfter(...facts: Parameters<typeof given>): StreamState {
  const { world } = given(...facts);
  const [own, peer] = [world.facts('VN'), world.log('CN')].map((of) => refold(stream, of.filter((fact) => fact.stream === stream)));
  return { ...emptyState(stream), own, peer };
}

const open = stateAfter(...history.inOrder());
const ended = stateAfter(
  ...history.inOrder(), history.arrived(), history.called(), ...history.cleared('origin'), history.exited(), history.crossed(),
  ...history.cleared('destination'), history.departed(),
);
const streams = Array.from({ length: 40 }, (_, at) => streamOf('crossing', `PG-${at}`));
const all = (state: StreamState, of = streams) => new Map(of.map((each) => [each, state]));

describe('what is in memory', () => {
  it('are all crossings that have not ended, however many, and few others', () => {
    const live = new Live('VN', 10);
    for (const each of streams) live.commit(all(open, [each]));
    expect(streams.every((each) => live.has(each))).toBe(true);
    expect(live.openCount).toBe(40);
  });

  it('is given up when crossings end, the oldest first', () => {
    const live = new Live('VN', 10);
    live.commit(all(open));
    for (const each of streams) live.commit(all(ended, [each]));
    expect(live.openCount).toBe(0);
    const kept = streams.filter((each) => live.has(each));
    expect(kept).toEqual(streams.slice(-10));
  });

  it('does not grow by crossings that have ended', () => {
    const live = new Live('VN', 10);
    for (const each of streams) {
      live.commit(all(open, [each]));
      live.commit(all(ended, [each]));
    }
    expect(streams.filter((each) => live.has(each))).toEqual(streams.slice(-10));
  });

  it('counts a booked slot once, though its crossing changes again', () => {
    const live = new Live('VN', 10);
    live.commit(all(open, streams.slice(0, 1)));
    const view = [...live.crossings()][0]!;
    const start = Date.parse(view.origin.slot.start!);
    expect(live.booked('VN-CN', view.origin.plan.trafficClass, start)).toBe(1);
    live.commit(all(open, streams.slice(0, 1)));
    expect(live.booked('VN-CN', view.origin.plan.trafficClass, start)).toBe(1);
  });
});
