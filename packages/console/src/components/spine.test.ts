import { expect, it } from 'vitest';
import { spineY } from './Spine.tsx';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 19, 3, minute)).toISOString();
const facts = [{ at: at(0) }, { at: at(10) }, { at: at(10) }, { at: at(70) }];

it('puts each fact one row below the one before, however long the time between them', () => {
  expect(spineY(at(0), facts, 10)).toBe(0);
  expect(spineY(at(70), facts, 10)).toBe(30);
});

it('lets time run evenly between two facts', () => {
  expect(spineY(at(5), facts, 10)).toBe(5);
  expect(spineY(at(40), facts, 10)).toBe(25);
});

it('takes the later of two facts of one instant', () => {
  expect(spineY(at(10), facts, 10)).toBe(20);
});

it('goes at most one row beyond the last fact', () => {
  expect(spineY(at(100), facts, 10)).toBe(35);
  expect(spineY(at(1000), facts, 10)).toBe(40);
});
