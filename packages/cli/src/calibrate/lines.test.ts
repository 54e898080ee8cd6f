import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';
import { calibrate } from '@pairgate/simulator/calibrate/apply.ts';
import { recordingOf, type PastLorry } from '@pairgate/simulator/calibrate/recording.ts';
import type { Replay } from '@pairgate/simulator/calibrate/replay.ts';
import { describe, expect, it } from 'vitest';
import { readScenarioFile } from '../simulate/scenario-file.ts';
import { calibrationLines, replayLines } from './lines.ts';
import { sampleFile } from './sample-file.ts';

const { scenario } = readScenarioFile(sampleFile('scenarios/huu-nghi-youyi-guan.json'), 'en');
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 18, 17) + minute * 60_000).toISOString();

/** Thirty lorries, an hour over the line each. */
const lorries = Array.from({ length: 30 }, (_, number): PastLorry => {
  const arrived = 430 + 4 * number;
  return {
    direction: 'VN-CN', trafficClass: 'general', slot: { start: null, bookedAt: null, missedAt: null }, work: [], waits: [],
    arrivedAt: at(arrived), releasedAt: at(arrived), calledAt: at(arrived), exitedAt: at(arrived + 5), crossedAt: at(arrived + 65),
    departedAt: at(arrived + 70), endedAt: at(arrived + 70),
  };
});
const found = calibrate(scenario, recordingOf({ node: 'http://localhost:4080', from: at(0), to: at(1440), asOf: at(1440), lorries }, 420));
const mean = { recorded: 30, simulated: { mean: 25, lower: 20, upper: 30, count: 5 } };
const replay: Replay = {
  lorries: 30, departed: 28, unknown: 2, replications: 5, wait: mean, byCause: [{ cause: 'queue', recorded: 30, simulated: 25 }],
  byClass: [{ id: 'VN-CN/general', lorries: 28, ...mean }], departures: [], departuresError: 0.5,
};

describe('what a terminal is told of a calibration', () => {
  it.each(LANGUAGES)('is in one language: %s', (language) => {
    const text = [...calibrationLines(found, language), ...replayLines(replay, found, language)].join('\n');
    expect(text).not.toMatch(/undefined|NaN|\{\w+\}|VN-CN\/general/);
    if (language !== 'en') expect(text).not.toMatch(/\b(reference|data|interval|fit|lorr(y|ies)|recorded|simulated|error|cause|wait|figures?|the|of)\b/i);
  });

  it('is every figure: fitted ones with their interval, the others by why they are kept', () => {
    const text = calibrationLines(found, 'en').join('\n');
    expect(text).toMatch(/Viet Nam → China: lorries a day +\d+ +30 /);
    expect(text).toContain('no fact tells when it begins');
    expect(replayLines(replay, found, 'en').join('\n')).toMatch(/General .*Viet Nam → China +28 +30 +25 \(20 – 30\) +-5/);
  });
});
