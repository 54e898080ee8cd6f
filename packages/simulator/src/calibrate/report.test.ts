import { readFileSync } from 'node:fs';
import { fromMillis, MINUTE, toMillis } from '@pairgate/domain/kernel/instant.ts';
import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyOf, uniform } from '../engine/random.ts';
import { scenario as schema } from '../scenario/schema.ts';
import { calibrate, type Calibration } from './apply.ts';
import { told, untold } from './describe.ts';
import { recordingOf, type Past, type PastLorry } from './recording.ts';
import { replay, type Replay } from './replay.ts';
import { calibrationReport } from './report.ts';

const reference = schema.parse(
  JSON.parse(readFileSync(new URL('../../../../samples/scenarios/huu-nghi-youyi-guan.json', import.meta.url), 'utf8')),
);
const FROM = '2026-11-18T17:00:00.000Z';
const at = (minute: number) => fromMillis(toMillis(FROM) + Math.round(minute * MINUTE));

/** Sixty lorries of one morning, each over the line in two to four minutes. */
const lorries = Array.from({ length: 60 }, (_, number): PastLorry => {
  const arrived = 430 + 4 * number;
  const crossed = arrived + 12 + 2 * uniform(keyOf(3, 9), number);
  return {
    direction: 'VN-CN', trafficClass: 'general', slot: { start: null, bookedAt: null, missedAt: null }, work: [],
    arrivedAt: at(arrived), releasedAt: at(arrived + 1), calledAt: at(arrived + 5), exitedAt: at(arrived + 10), crossedAt: at(crossed),
    departedAt: at(crossed + 20), endedAt: at(crossed + 20),
    waits: [{ from: at(arrived), to: at(arrived + 5), cause: 'queue', side: 'VN' }],
  };
});
const past: Past = { node: 'http://gate.example/?<b>&"', from: FROM, to: at(1440), asOf: at(1440), lorries };

let calibration: Calibration;
let replayed: Replay;
beforeAll(async () => {
  const recording = recordingOf(past, 420);
  calibration = calibrate(reference, recording);
  replayed = await replay(calibration.scenario, recording, { seed: 1, replications: 3 });
});

describe('the report of a calibration', () => {
  it('begins with the answer, as a sentence with both figures', () => {
    const page = calibrationReport({ past, calibration, replay: replayed, language: 'en' });
    const heading = /<h1>(.*?)<\/h1>/.exec(page)![1]!;
    expect(heading).toContain('60 recorded lorries');
    expect(heading).toContain('5.0 min was recorded');
    expect(heading).toContain(`${replayed.wait.simulated.mean.toFixed(1)} min`);
  });

  it('draws every fitted distribution and every profile over its data', () => {
    const page = calibrationReport({ past, calibration, replay: replayed, language: 'en' });
    const drawn = calibration.parts.filter((part) => part.kind === 'profile' || (part.kind === 'duration' && part.fit.verdict !== 'cannot tell'));
    expect(drawn.length).toBeGreaterThanOrEqual(2);
    expect(page.match(/<figure>/g)).toHaveLength(drawn.length);
    expect(page).not.toContain('NaN');
  });

  it('leaves the replay out where there was none', () => {
    const page = calibrationReport({ past, calibration, replay: undefined, language: 'en' });
    expect(page).not.toContain('Departures an hour');
    expect(page).toContain('figures of the scenario are fitted');
  });

  it.each(LANGUAGES)('speaks %s, loads nothing, and takes nothing that was recorded for markup', (language) => {
    const page = calibrationReport({ past, calibration, replay: replayed, language });
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).not.toMatch(/(src|href)=/);
    expect(page).not.toContain('<b>&"');
    expect(page).not.toMatch(/\{\w+\}[^}]*<\/(p|h1|h2|td|th)>/);
    if (language !== 'en') expect(page).not.toContain('are needed');
  });
});

describe('every figure', () => {
  it('is told, or says why it is not; never both, never neither', () => {
    for (const part of calibration.parts) {
      const ways = [told(part, 'en') !== undefined, untold(part, 'en') !== undefined, part.kind === 'profile'].filter(Boolean);
      expect(ways, part.pointer).toHaveLength(1);
    }
  });

  it('has a pointer to where it stands in the calibrated scenario', () => {
    const find = (pointer: string) =>
      pointer.split('/').slice(1).map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], calibration.scenario);
    for (const part of calibration.parts) if (part.kind !== 'kept' || part.figure !== 'share') expect(find(part.pointer), part.pointer).toBeDefined();
  });
});
