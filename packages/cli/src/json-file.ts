import { readFileSync } from 'node:fs';
import { JsonFault, parseStrictJson } from '@pairgate/node/http/strict-json.ts';
import { problemOf, refusedBy } from '@pairgate/node/http/problem.ts';
import type { Language } from './context.ts';
import { Failure } from './failure.ts';

/** A file as the interface would read it: what it refuses as bytes is refused here with the same words. */
export function readStrictJson(file: string, language: Language): unknown {
  const bytes = readFileSync(file);
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { body } = problemOf(refusedBy(error), language, '');
    throw new Failure(`${file}${error.pointer === '' ? '' : `, at ${error.pointer}`}: ${body.detail}`, { code: body.code, pointer: error.pointer });
  }
}
