import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pseudonymsOf, type Pseudonyms } from '@pairgate/exchange/pseudonym.ts';
import { fromBase64, toBase64 } from '@pairgate/ledger/base64.ts';
import { random, sha256 } from '../crypto.ts';

const FILE = 'pseudonym.key';
const SIZE = 32;

/**
 * The pseudonyms that this side gives, made with a secret that is drawn once, lies with the keys and is told to nobody.
 * Without it nobody can say which value a pseudonym stands for; with another one equal values are no longer linked.
 */
export function loadPseudonyms(keysDirectory: string, pair: string): Pseudonyms {
  const file = join(keysDirectory, FILE);
  if (!existsSync(file)) writeFileSync(file, `${toBase64(random(SIZE))}\n`, { mode: 0o600, flag: 'wx' });
  const secret = fromBase64(readFileSync(file, 'utf8').trim());
  if (secret?.length !== SIZE) throw new Error(`${file} does not hold ${SIZE} bytes in base64.`);
  return pseudonymsOf(sha256, secret, pair);
}
