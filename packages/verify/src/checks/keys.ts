import { toBase64 } from '../bytes.ts';
import type { KeyStatement } from '../keys.ts';
import { keyProven } from '../keys.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check, Subject } from './check.ts';
import { readable, rootKeysOf, statementsOf } from './check.ts';

const UNSUPPORTED = 'this platform cannot verify Ed25519';

export const keyShape: Check = {
  code: 'KEY_SHAPE',
  run: ({ keys }) => ({ findings: keys.flatMap(({ statement }) => ('verdict' in statement ? [statement] : [])), asked: keys.length }),
};

export const keySignatures: Check = {
  code: 'KEY_SIGNATURES',
  run(subject) {
    const roots = rootKeysOf(subject);
    const findings: Finding[] = [];
    for (const { statement, signed } of subject.keys) {
      if ('verdict' in statement) continue;
      const where = `${statement.signed.where}/signature`;
      const { side } = statement;
      if (roots.get(side) === undefined) findings.push(cannotTell(where, `no agreement in the file names a root key of ${side}`));
      else if (roots.get(side)!.length === 0) findings.push(skipped(where, 'the root key is not usable'));
      else if (signed === 'unsupported') findings.push(cannotTell(where, UNSUPPORTED));
      else if (signed === 'bad') findings.push(invalid(where, `not the signature of ${side} over this statement`));
    }
    return { findings, asked: subject.keys.filter(({ statement }) => 'act' in statement).length };
  },
};

export const keyPossession: Check = {
  code: 'KEY_POSSESSION',
  async run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const { statement } of subject.keys) {
      if ('verdict' in statement || statement.act !== 'enrol') continue;
      const where = `${statement.signed.where}/proof`;
      asked += 1;
      if (statement.purpose === 'tls') {
        findings.push(skipped(where, 'a TLS authority signs nothing in this file'));
        continue;
      }
      const proven = await keyProven(statement);
      if (proven === 'unsupported') findings.push(cannotTell(where, UNSUPPORTED));
      if (proven === 'bad') findings.push(invalid(where, 'not a proof by the new key'));
    }
    return { findings, asked };
  },
};

/** The keys that the agreements name, each with its side and purpose; root keys have none that a statement can name. */
function firstKeys(subject: Subject): Map<string, string> {
  const known = new Map<string, string>();
  for (const { parties } of readable(subject)) {
    for (const [side, { keys }] of parties) {
      const { rootKey, checkpointKey, cosignatureKey } = keys;
      if (rootKey) known.set(toBase64(rootKey), '');
      if (checkpointKey) known.set(toBase64(checkpointKey), `${side} checkpoint`);
      if (cosignatureKey) known.set(toBase64(cosignatureKey), `${side} cosignature`);
    }
  }
  return known;
}

const ownerOf = ({ side, purpose }: KeyStatement): string => `${side} ${purpose}`;

export const keyKnown: Check = {
  code: 'KEY_KNOWN',
  run(subject) {
    const findings: Finding[] = [];
    const known = firstKeys(subject);
    const from = new Map<string, number>();
    const statements = statementsOf(subject).filter(({ purpose }) => purpose !== 'tls');
    for (const statement of statements.filter(({ act }) => act === 'enrol')) {
      const key = toBase64(statement.key);
      if (known.has(key)) findings.push(invalid(`${statement.where}/key`, 'a key that was known already'));
      else from.set(key, statement.size);
      known.set(key, known.get(key) ?? ownerOf(statement));
    }
    for (const statement of statements.filter(({ act }) => act !== 'enrol')) {
      const { act, side, purpose, size, where } = statement;
      const key = toBase64(statement.key);
      if (known.get(key) !== ownerOf(statement)) {
        findings.push(invalid(`${where}/key`, `not a ${purpose} key of ${side} that the file knows`));
      } else if (act === 'retire' && size < (from.get(key) ?? 0)) {
        findings.push(invalid(`${where}/until`, `the key begins at size ${from.get(key)}`));
      }
    }
    return { findings, asked: statements.length };
  },
};
