import { expect, it } from 'vitest';
import { oddOnes, papersMatrix } from './matrix.ts';
import { detailOf, loadOf } from './testing/detail.ts';

it('boxes the one paper that names another orchard', () => {
  const documents = [
    { typeCode: '851' as const, ID: 'P', elements: { orchardID: 'VN-A', netMassKg: '20500' } },
    { typeCode: '4' as const, ID: 'R', elements: { orchardID: 'VN-B' } },
  ];
  const matrix = papersMatrix(detailOf({ loads: [loadOf({ orchardID: 'VN-A', netMassKg: '20500' }, documents)] }));
  expect(matrix.odd).toBe(1);
  expect(matrix.rows.find((row) => row.paper === '4')!.cells.orchardID).toEqual({ text: 'VN-B', odd: true });
  expect(matrix.columns).toEqual(['orchardID', 'netMassKg']);
});

it('calls the declaration odd when the papers agree with each other and not with it', () => {
  expect(oddOnes('netMassKg', '20500', ['20050', '20050.0'])).toEqual({ own: true, papers: [false, false] });
});

it('does not take another way of writing for another value', () => {
  expect(oddOnes('containerID', 'LSRU4129073', ['LSRU 412907-3']).papers).toEqual([false]);
  expect(oddOnes('netMassKg', '20500', ['20500.0']).papers).toEqual([false]);
});

it('agrees with a paper that names one of several seals', () => {
  expect(oddOnes('sealID', 'VN1, VN2', ['VN2', 'VN3']).papers).toEqual([false, true]);
});

it('leaves a cell blank when the paper does not carry the element', () => {
  expect(oddOnes('orchardID', 'VN-A', [undefined]).papers).toEqual([false]);
});

it('shows the seal that the yard read as odd when it was not the declared one', () => {
  const detail = detailOf({ loads: [loadOf({ sealID: 'VN1' }, [])], sealID: ['VN1'], sealMatch: false });
  expect(papersMatrix(detail).rows.find((row) => row.paper === 'weigh_slip')!.cells.sealID!.odd).toBe(true);
});
