import { describe, expect, it } from 'vitest';
import { packedTracks, tracksOf, waitingByQuarter, type Track, type YardDay } from './yard-day.ts';

const [ARRIVES, AWAITS, STARTS, FINISHES, DEPARTS] = [0, 1, 2, 3, 4];
const log = (...events: (readonly [minute: number, lorry: number, stage: number, moment: number])[]): YardDay => ({
  policy: 'P0', day: 1, stages: ['yard', 'gate'], classes: ['a'],
  log: {
    count: events.length,
    minute: Float64Array.from(events, ([minute]) => minute), lorry: Int32Array.from(events, ([, lorry]) => lorry),
    stage: Int16Array.from(events, ([, , stage]) => stage), classOf: new Uint8Array(events.length),
    moment: Uint8Array.from(events, ([, , , moment]) => moment),
  },
});

describe('a day of the yard', () => {
  it('follows each lorry, and forgets who has left before midnight', () => {
    const day = log(
      [1300, 7, -1, ARRIVES!], [1300, 7, 1, STARTS!], [1310, 7, 1, FINISHES!], [1310, 7, -1, DEPARTS!],
      [1400, 8, 1, AWAITS!], [1500, 8, 1, STARTS!], [1503.5, 8, 1, FINISHES!], [1503.5, 8, -1, DEPARTS!],
    );
    expect(tracksOf(day)).toEqual([{ classOf: 0, times: [0, 600, 635], states: [4, 5, 3] }]);
  });

  it('counts who waits in each quarter of an hour, and who is held in a yard', () => {
    const tracks: Track[] = [
      { classOf: 0, times: [0, 225, 300], states: [4, 5, 3] },
      { classOf: 0, times: [150, 300], states: [1, 3] },
    ];
    const waiting = waitingByQuarter(tracks, 2, (stage) => stage === 0);
    expect([...waiting.subarray(96, 99)]).toEqual([1, 0.5, 0]);
    expect([...waiting.subarray(0, 3)]).toEqual([0, 1, 0]);
  });

  it('packs numbers in seven bits each', () => {
    const bytes = Uint8Array.from(atob(packedTracks([{ classOf: 2, times: [0, 300], states: [4, 3] }])), (character) => character.charCodeAt(0));
    expect([...bytes]).toEqual([2, 2, 0, 4, 300 & 127 | 128, 300 >> 7, 3]);
  });
});
