import { fault, type Fault } from './fault.ts';

/**
 * Kinds of package, UN/ECE Recommendation 21, annex V: the two-character codes in use. One row holds the codes of one
 * first character, given by their second characters.
 */
const BY_FIRST: Readonly<Record<string, string>> = {
  1: 'ABDFGW',
  2: 'C',
  3: 'AH',
  4: '34ABCDFGH',
  5: 'HLM',
  6: 'HP',
  7: 'AB',
  8: 'ABC',
  A: 'ABCDEFGHIJLMPTV',
  B: '4ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  C: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  D: 'ABCGHIJKLMNPRSTUVWXY',
  E: 'CDEFGHIN',
  F: 'BCDEILOPRTWX',
  G: 'BILRUYZ',
  H: 'ABCGNR',
  I: 'ABCDEFGHKLNZ',
  J: 'BCGRTY',
  K: 'GI',
  L: 'EGTUVZ',
  M: 'ABCERSTWX',
  N: 'AEFGSTUV',
  O: '123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  P: '1234ABCDEFGHIJKLNOPRTUVXYZ',
  Q: 'ABCDFGHJKLMNPQRS',
  R: 'DGJKLOTZ',
  S: 'ABCDEHIKLMOPSTUVWXYZ',
  T: '1BCDEGIKLNORSTUVWYZ',
  U: 'CN',
  V: 'AGIKLNOPQRSY',
  W: 'ABCDFGHJKLMNPQRSTUVWXYZ',
  X: 'ABCDFGHJKX',
  Y: 'ABCDFGHJKLMNPQRSTVWXYZ',
  Z: 'ABCDFGHJKLMNPQRSTUVWXYZ',
};

export const PACKAGE_TYPES: ReadonlySet<string> = new Set(
  Object.entries(BY_FIRST).flatMap(([first, seconds]) => [...seconds].map((second) => first + second)),
);

export const checkPackageType = (typeCode: string): Fault | undefined =>
  PACKAGE_TYPES.has(typeCode) ? undefined : fault('package_type_unknown', { typeCode });
