import type { AgreementDocument } from './agreement.ts';
import { placesFor, type SharedTypeName } from './contradictions.ts';
import { sharedFacts } from './entry.ts';

/**
 * What a document keeps at home: per type of fact the fields that it denies or does not name. A type with all its fields is
 * one that does not cross at all; one without a line crosses whole.
 */
export function withheldBy({ messages }: AgreementDocument): Record<string, string[]> {
  const home = (Object.keys(sharedFacts) as SharedTypeName[]).map((type): [string, string[]] => {
    const named = messages[type] ?? {};
    return [type, [...placesFor(type).keys()].filter((path) => (named[path]?.rule ?? (named[path] ? 'allow' : 'deny')) === 'deny')];
  });
  return Object.fromEntries(home.filter(([, paths]) => paths.length > 0));
}
