import { expect, it } from 'vitest';
import { ApiProblem, NoAnswer } from '@pairgate/client/problem.ts';
import { Failure, failureOf } from './failure.ts';

const problem = (errors: object[]) => ({
  type: 'urn:x', title: 'No', status: 422, code: 'mass', detail: 'A mass must be above zero.', instance: 'urn:y',
  pointer: '/declaration/totalGrossMassKg', errors,
});

it('keeps a failure as it is', () => {
  const failure = new Failure('The lock is taken.', { exitCode: 2 });
  expect(failureOf(failure)).toBe(failure);
});

it('says where a node found the fault, and how many more there are', () => {
  expect(failureOf(new ApiProblem(problem([{}]) as never, undefined)).message).toBe(
    '/declaration/totalGrossMassKg: A mass must be above zero.',
  );
  expect(failureOf(new ApiProblem(problem([{}, {}, {}]) as never, undefined)).message).toMatch(/\(and 2 more faults; --json shows all\)$/);
});

it('says at which address nobody answers', () => {
  expect(failureOf(new NoAnswer('no answer from http://localhost:4080')).message).toMatch(/^Nobody answers at http:\/\/localhost:4080: /);
});

it.each([
  ['EACCES', 'Pairgate may not read or write /data.'],
  ['EROFS', 'Pairgate may not read or write /data.'],
  ['ENOENT', 'There is no file /data.'],
  ['EISDIR', '/data is a folder, not a file.'],
  ['ENOSPC', 'The disk is full.'],
])('says what %s means', (code, sentence) => {
  expect(failureOf(Object.assign(new Error(`${code}: nope`), { code, path: '/data' })).message).toBe(sentence);
});

it('never shows more than the first line of what nobody expected', () => {
  expect(failureOf(new Error('It broke.\n    at thing (file.ts:1:1)')).message).toBe('It broke.');
  expect(failureOf(new Error('')).message).toBe('Something failed without saying why.');
});
