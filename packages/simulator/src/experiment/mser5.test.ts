import { describe, expect, it } from 'vitest';
import { mser5 } from './mser5.ts';

const repeat = (times: number, ...values: number[]): number[] => Array.from({ length: times }, () => values).flat();

describe('MSER-5', () => {
  it('leaves nothing out of a series that has settled from the beginning', () => {
    expect(mser5(repeat(60, 3))).toEqual({ values: 0, settled: true });
    expect(mser5(repeat(20, 1, 2, 3))).toEqual({ values: 0, settled: true });
  });

  it('leaves out a transient, by whole batches', () => {
    const series = [...repeat(7, 90), ...repeat(25, 4, 6)];
    expect(mser5(series)).toEqual({ values: 10, settled: true });
  });

  it('takes the least of the printed statistic, worked out by hand', () => {
    // Batch means 9, 3, 1, 1, 3, 1: the sums of squares over the square of their number are 48/36, 4.8/25, 3/16, 2.67/9.
    const series = [9, 3, 1, 1, 3, 1].flatMap((mean) => repeat(5, mean));
    expect(mser5(series)).toEqual({ values: 10, settled: true });
  });

  it('says that a series which grows to the end has not settled', () => {
    expect(mser5(Array.from({ length: 60 }, (_, day) => day))).toEqual({ values: 30, settled: false });
  });

  it('takes what is too short for two batches as it is', () => {
    expect(mser5([5, 1, 1])).toEqual({ values: 0, settled: true });
    expect(mser5([])).toEqual({ values: 0, settled: true });
  });

  it('does not mind a tail that fills no batch', () => {
    const series = [...repeat(5, 80), ...repeat(40, 5)];
    expect(mser5([...series, 1000])).toEqual(mser5(series));
  });
});
