import { describe, expect, it } from 'vitest';
import { checkCompletion, checkDeclaration } from '@pairgate/domain/freight/declaration/check.ts';
import { completion, declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { parsePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { FRUIT_SHARE, LORRIES } from './figures.ts';
import { midnightOf, nextDate, planOf } from './plan.ts';

const DATES = Array.from({ length: 8 }, (_, index) => `2026-11-${String(index + 10)}`);
const plan = planOf(1088, '2026-11-21');

describe('the plan of a day', () => {
  it('is the same for the same seed and date, to the last paper', () => {
    expect(planOf(1088, '2026-11-21')).toEqual(plan);
  });

  it('differs from day to day and from seed to seed', () => {
    const plates = (seed: number, date: string) => planOf(seed, date).map((lorry) => lorry.marks.tractorID).join();
    expect(plates(1088, '2026-11-22')).not.toBe(plates(1088, '2026-11-21'));
    expect(planOf(7, '2026-11-21').map((lorry) => lorry.goods.name)).not.toEqual(plan.map((lorry) => lorry.goods.name));
  });

  it('has on average as many lorries as a mean day at Hữu Nghị, and as much fruit', () => {
    const days = DATES.map((date) => planOf(3, date));
    for (const direction of ['VN-CN', 'CN-VN'] as const) {
      const counts = days.map((day) => day.filter((lorry) => lorry.direction === direction).length);
      for (const count of counts) expect(Math.abs(count / LORRIES[direction] - 1)).toBeLessThan(0.2);
      const mean = counts.reduce((total, count) => total + count, 0) / counts.length;
      expect(Math.abs(mean / LORRIES[direction] - 1)).toBeLessThan(0.05);
    }
    const exports = days.flat().filter((lorry) => lorry.direction === 'VN-CN');
    const fruit = exports.filter((lorry) => lorry.goods.fruit).length / exports.length;
    expect(Math.abs(fruit - FRUIT_SHARE)).toBeLessThan(0.03);
  });

  it('declares nothing that the checks refuse, before and after a fault is mended', () => {
    for (const lorry of plan) {
      const { papers } = lorry;
      for (const each of [papers.declaration, papers.mended]) {
        const parsed = declaration.parse(each);
        expect(checkDeclaration(parsed, { now: lorry.lodgeAt }).errors).toEqual([]);
        expect(checkDeclaration(parsed, { now: lorry.lodgeAt }).warnings.length > 0).toBe(
          lorry.fault === 'papers_disagree' && each === papers.declaration,
        );
        for (const one of [papers.completion, papers.mendedCompletion]) {
          expect(checkCompletion(parsed, completion.parse(one), { now: lorry.lodgeAt }).errors).toEqual([]);
        }
      }
    }
  });

  it('loads 18 to 21 t of durian, and each lorry of a day has its own plate and reference', () => {
    const durian = plan.filter((lorry) => lorry.goods.name === 'durian');
    expect(durian.length).toBeGreaterThan(50);
    for (const { papers } of durian) {
      const gross = Number(papers.declaration.totalGrossMassKg);
      expect(gross).toBeGreaterThan(19_000);
      expect(gross).toBeLessThan(22_000);
    }
    expect(new Set(plan.map((lorry) => parsePlate(lorry.marks.tractorID)?.normalised)).size).toBe(plan.length);
    expect(new Set(plan.map((lorry) => lorry.reference)).size).toBe(plan.length);
  });

  it('declares before the lorry comes, and no earlier than the evening before', () => {
    const midnight = midnightOf('2026-11-21');
    for (const { lodgeAt, arriveAt } of plan) {
      expect(lodgeAt).toBeLessThan(arriveAt);
      expect(lodgeAt).toBeGreaterThanOrEqual(midnight - 8 * 3_600_000);
    }
    expect(plan.map((lorry) => lorry.lodgeAt)).toEqual(plan.map((lorry) => lorry.lodgeAt).toSorted((a, b) => a - b));
  });

  it('has its seeded troubles, but few', () => {
    const faulty = plan.filter((lorry) => lorry.fault !== undefined).length / plan.length;
    expect(faulty).toBeGreaterThan(0.02);
    expect(faulty).toBeLessThan(0.09);
  });

  it('knows the next date, also over the end of a year', () => {
    expect(nextDate('2026-12-31')).toBe('2027-01-01');
  });
});
