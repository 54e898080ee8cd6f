import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { fromHex } from '@pairgate/ledger/hex.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { KeyRing, logOf, type RingFault } from './key-ring.ts';
import { possessionBytes, statementBytes, type KeyStatement, type SignedKeyStatement } from './key-statement.ts';
import { documentOf, ORIGINS, publicKeyOf, SEEDS, signatureBy, statementPorts } from './testing/pair.ts';
import { enrolled, PAIR, retired, revoked, signed, type Of } from './testing/statements.ts';

const ring = KeyRing.of(documentOf(), statementPorts);
const FIRST = publicKeyOf(SEEDS.VN[1]);
const first: Of = { side: 'VN', purpose: 'checkpoint', seed: SEEDS.VN[1] };
const second: Of = { side: 'VN', purpose: 'checkpoint', seed: 101 };

function withAll(...statements: unknown[]): KeyRing {
  let grown = ring;
  for (const statement of statements) {
    const added = grown.add(statement);
    if (!added.ok) throw new Error(added.fault);
    grown = added.value;
  }
  return grown;
}

const faultOf = (statement: unknown, to = ring): RingFault | 'none' => {
  const added = to.add(statement);
  return added.ok ? 'none' : added.fault;
};

/** The keys that count, by the seeds of those that these tests know. */
const seedsAt = (of: KeyRing, size: number, side: SideId = 'VN') =>
  of.at(side, 'checkpoint', size).map((key) => [SEEDS.VN[1], SEEDS.CN[1], 101, 102, 103].find((seed) => publicKeyOf(seed) === toBase64(key.publicKey)));

describe('a ring of keys', () => {
  it('begins with the keys that the agreement names, at every size', () => {
    for (const size of [0, 1, 2 ** 40]) {
      expect(seedsAt(ring, size)).toEqual([SEEDS.VN[1]]);
      expect(ring.at('CN', 'cosignature', size)[0]!.name).toBe(ORIGINS.CN);
      expect(ring.standing('VN', 'checkpoint', FIRST, size)).toBe('valid');
    }
    expect(ring.authorities('VN', 0).map(({ key }) => key)).toEqual(['0'.repeat(64)]);
  });

  it('rotates with overlap: both keys count between the beginning of one and the end of the other', () => {
    const rotated = withAll(enrolled(second, 100), retired(first, 120));
    expect(seedsAt(rotated, 99)).toEqual([SEEDS.VN[1]]);
    expect(seedsAt(rotated, 100)).toEqual([SEEDS.VN[1], 101]);
    expect(seedsAt(rotated, 120)).toEqual([SEEDS.VN[1], 101]);
    expect(seedsAt(rotated, 121)).toEqual([101]);
    expect(rotated.standing('VN', 'checkpoint', publicKeyOf(101), 99)).toBe('not_yet');
    expect(rotated.standing('VN', 'checkpoint', FIRST, 121)).toBe('retired');
    expect(seedsAt(rotated, 100, 'CN')).toEqual([SEEDS.CN[1]]);
    expect(seedsAt(ring, 100)).toEqual([SEEDS.VN[1]]);
  });

  it('names the first size at which nobody could sign', () => {
    expect(ring.gapFrom('VN', 'checkpoint', 0)).toBeUndefined();
    expect(withAll(retired(first, 120)).gapFrom('VN', 'checkpoint', 7)).toBe(121);
    expect(withAll(retired(first, 120), enrolled(second, 122)).gapFrom('VN', 'checkpoint', 7)).toBe(121);
    expect(withAll(retired(first, 120), enrolled(second, 122)).gapFrom('VN', 'checkpoint', 122)).toBeUndefined();
    expect(withAll(retired(first, 120), enrolled(second, 121)).gapFrom('VN', 'checkpoint', 7)).toBeUndefined();
    expect(withAll(revoked(first, 120)).gapFrom('VN', 'checkpoint', 7)).toBe(7);
  });

  it('takes nothing new of a revoked key, and lets stand what was countersigned before', () => {
    const after = withAll(enrolled(second, 100), revoked(first, 100));
    expect(seedsAt(after, 50)).toEqual([]);
    expect(seedsAt(after, 100)).toEqual([101]);
    const proving = (size: number, countersigned: boolean) => after.proves('VN', 'checkpoint', size, countersigned).length;
    expect([proving(50, true), proving(50, false)]).toEqual([1, 0]);
    expect([proving(100, true), proving(100, false)]).toEqual([2, 1]);
    expect([proving(101, true), proving(101, false)]).toEqual([1, 1]);
    expect(after.standing('VN', 'checkpoint', FIRST, 50)).toBe('revoked');
  });

  it('lets countersignatures of a revoked key stand up to the size that its revocation names', () => {
    const after = withAll(revoked({ side: 'VN', purpose: 'cosignature', seed: SEEDS.VN[2] }, 40));
    expect(after.at('VN', 'cosignature', 40)).toEqual([]);
    expect(after.proves('VN', 'cosignature', 40, false)).toHaveLength(1);
    expect(after.proves('VN', 'cosignature', 41, true)).toEqual([]);
  });

  it('keeps a key that was revoked before its enrolment came from ever counting', () => {
    const late = withAll(revoked(second, 0), enrolled(second, 5));
    expect(late.standing('VN', 'checkpoint', publicKeyOf(101), 9)).toBe('revoked');
    expect(seedsAt(late, 9)).toEqual([SEEDS.VN[1]]);
  });

  it('holds the earliest end and the smallest revocation when several are stated', () => {
    const often = withAll(retired(first, 50), retired(first, 30), retired(first, 40), revoked(first, 20), revoked(first, 10), revoked(first, 15));
    expect(often.terms('VN', 'checkpoint')[0]).toMatchObject({ until: 30, revokedUpTo: 10 });
  });

  it('remembers every key that a side has had', () => {
    expect(withAll(enrolled(second, 9), revoked(first, 9)).ever('VN', 'checkpoint')).toHaveLength(2);
  });

  it('tells whose log a key signs', () => {
    expect([logOf('VN', 'checkpoint'), logOf('VN', 'cosignature'), logOf('VN', 'tls')]).toEqual(['VN', 'CN', 'VN']);
  });
});

// `traps.md`, signatures: low order with either sign, and coordinates that are not below the prime.
const WEAK = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

describe('a statement does not count', () => {
  const good = enrolled(second, 100);

  it.each(WEAK)('when it enrols a weak key, even with a proof that verifies: %s', (hex) => {
    const key = fromHex(hex)!;
    const statement = { ...good.statement, key: toBase64(key) };
    // Some platforms say true to this forged signature for a key of low order.
    const forged = toBase64(Uint8Array.from([...fromHex(WEAK[0]!)!, ...new Uint8Array(32)]));
    expect(faultOf({ ...signed(statement), proof: forged })).toBe('weak_key');
  });

  it.each<[string, RingFault, () => unknown]>([
    ['no statement at all', 'malformed', () => ({})],
    ['one member more', 'malformed', () => ({ ...good, note: '' })],
    ['one member more inside', 'malformed', () => ({ ...good, statement: { ...good.statement, note: '' } })],
    ['an enrolment without proof', 'malformed', () => signed(good.statement)],
    ['a retirement with the beginning of an enrolment', 'malformed', () => signed({ ...retired(first, 5).statement, from: 1 } as KeyStatement)],
    ['a negative size', 'malformed', () => enrolled(second, -1)],
    ['a fraction of a size', 'malformed', () => enrolled(second, 1.5)],
    ['another version of the format', 'malformed', () => ({ ...good, statement: { ...good.statement, format: 'pairgate-key/2' } })],
    ['another pair', 'other_pair', () => ({ ...signed({ ...good.statement, pair: 'tan-thanh-pu-zhai' }), proof: good.proof })],
    ['the root key of the other side', 'not_signed', () => ({ ...signed(good.statement, SEEDS.CN[0]), proof: good.proof })],
    ['the checkpoint key instead of the root key', 'not_signed', () => signed(retired(first, 9).statement, SEEDS.VN[1])],
    ['the new key as its own root', 'not_signed', () => ({ ...signed(good.statement, 101), proof: good.proof })],
    ['a size that was changed after the signature', 'not_signed', () => ({ ...good, statement: { ...good.statement, from: 1 } })],
    ['another side than was signed', 'not_signed', () => ({ ...good, statement: { ...good.statement, side: 'CN' } })],
    ['a signature of 63 bytes', 'malformed', () => ({ ...good, signature: toBase64(new Uint8Array(63)) })],
    ['a proof by another key', 'no_possession', () => enrolled(second, 100, 102)],
    ['a proof by the root key', 'no_possession', () => enrolled(second, 100, SEEDS.VN[0])],
    ['a proof that was made for another beginning', 'no_possession', () => ({ ...enrolled(second, 101), proof: good.proof })],
    ['a root signature in place of the proof', 'no_possession', () => ({ ...good, proof: good.signature })],
    [
      'a proof without its label', 'no_possession',
      () => ({ ...good, proof: signatureBy(101, statementBytes(good.statement)) }),
    ],
    ['a key that the side has already', 'key_twice', () => enrolled(first, 5)],
    ['a key that the side has for another purpose', 'key_twice', () => enrolled({ ...first, purpose: 'cosignature' }, 5)],
    ['a key of the other side', 'key_twice', () => enrolled({ ...second, seed: SEEDS.CN[1] }, 5)],
    ['its own root key', 'key_twice', () => enrolled({ ...second, seed: SEEDS.VN[0] }, 5)],
    ['the root key of the other side as a key', 'key_twice', () => enrolled({ ...second, seed: SEEDS.CN[0] }, 5)],
    ['the retirement of a key that nobody knows', 'key_unknown', () => retired(second, 5)],
    ['the retirement of a key of the other side', 'key_unknown', () => retired({ ...first, seed: SEEDS.CN[1] }, 5)],
    ['the revocation of a key of the other side', 'key_unknown', () => revoked({ ...first, seed: SEEDS.CN[1] }, 5)],
    ['the revocation of a key for another purpose', 'key_unknown', () => revoked({ ...first, purpose: 'cosignature' }, 5)],
    ['the revocation of a root key', 'key_unknown', () => revoked({ ...first, seed: SEEDS.CN[0] }, 5)],
  ])('with %s: %s', (_name, fault, statement) => {
    expect(faultOf(statement())).toBe(fault);
  });

  it('when it comes a second time', () => {
    const grown = withAll(good, retired(first, 150), revoked(second, 120));
    for (const statement of [good, retired(first, 150), revoked(second, 120)]) expect(faultOf(statement, grown)).toBe('replayed');
  });

  it('when it enrols a key again that has been retired or revoked', () => {
    const ended = withAll(good, retired(second, 150), revoked(second, 120));
    expect(faultOf(enrolled(second, 200), ended)).toBe('key_twice');
    expect(faultOf(enrolled({ ...second, side: 'CN' }, 200), ended)).toBe('key_twice');
  });

  it('when a key would end before it begins', () => {
    expect(faultOf(retired(second, 99), withAll(good))).toBe('ends_before_it_begins');
    expect(faultOf(retired(second, 100), withAll(good))).toBe('none');
  });

  it('when a side has stated too much already', () => {
    const many = ring.addAll(Array.from({ length: 201 }, (_, until) => retired(first, until)));
    expect(many.statements).toHaveLength(200);
    expect(faultOf(retired(first, 5000), many)).toBe('too_many');
    expect(faultOf(retired({ side: 'CN', purpose: 'checkpoint', seed: SEEDS.CN[1] }, 5), many)).toBe('none');
  });
});

describe('any statements', () => {
  const of = fc.record({
    side: fc.constantFrom<SideId>('VN', 'CN'),
    purpose: fc.constantFrom('checkpoint' as const, 'cosignature' as const),
  });
  const size = fc.integer({ min: 0, max: 60 });
  /** A key that begins and perhaps ends; seeds are given out so that no key is used twice. */
  const life = fc.record({ of, from: size, until: fc.option(size), upTo: fc.option(size) });
  const statementsOf = (lives: readonly (typeof life extends fc.Arbitrary<infer Life> ? Life : never)[]) =>
    lives.map((each, index) => {
      const key = { ...each.of, seed: 100 + index };
      return {
        key,
        enrolment: enrolled(key, each.from),
        endings: [
          ...(each.until === null || each.until < each.from ? [] : [retired(key, each.until)]),
          ...(each.upTo === null ? [] : [revoked(key, each.upTo)]),
        ],
      };
    });

  it('give the keys that a reading of the words gives, at every size', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 5 }), size, (lives, at) => {
        const stated = statementsOf(lives);
        const grown = withAll(...stated.map(({ enrolment }) => enrolment), ...stated.flatMap(({ endings }) => endings));
        for (const [index, { key }] of stated.entries()) {
          const { from, until, upTo } = lives[index]!;
          const ends = until === null || until < from ? Infinity : until;
          const inRange = at >= from && at <= ends;
          const has = (keys: readonly { publicKey: Uint8Array }[]) => keys.some((each) => toBase64(each.publicKey) === publicKeyOf(key.seed));
          expect(has(grown.at(key.side, key.purpose, at))).toBe(inRange && upTo === null);
          expect(has(grown.proves(key.side, key.purpose, at, true))).toBe(inRange && (upTo === null || at <= upTo));
          const alone = upTo === null || (key.purpose === 'cosignature' && at <= upTo);
          expect(has(grown.proves(key.side, key.purpose, at, false))).toBe(inRange && alone);
          expect(grown.standing(key.side, key.purpose, publicKeyOf(key.seed), at) === 'valid').toBe(inRange && upTo === null);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('give the same ring in every order that keeps a retirement behind its enrolment', () => {
    const ordered = fc.array(life, { maxLength: 4 }).chain((lives) => {
      const stated = statementsOf(lives).flatMap(({ enrolment, endings }) => [enrolment, ...endings]);
      return fc.tuple(fc.constant(stated), fc.shuffledSubarray(stated.map((_, index) => index), { minLength: stated.length }));
    });
    fc.assert(
      fc.property(ordered, size, ([stated, order], at) => {
        // A retirement that comes too early is refused and comes again, as it does with the log.
        const shuffled = ring.addAll([...order.map((index) => stated[index]), ...stated]);
        const straight = withAll(...stated);
        for (const side of ['VN', 'CN'] as const) {
          for (const purpose of ['checkpoint', 'cosignature'] as const) {
            const ids = (of_: KeyRing) => of_.at(side, purpose, at).map((key) => toBase64(key.publicKey)).toSorted();
            expect(ids(shuffled)).toEqual(ids(straight));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('that were altered in one place never change a ring', () => {
    const statements: SignedKeyStatement[] = [enrolled(second, 100), retired(first, 120), revoked(first, 90)];
    fc.assert(
      fc.property(fc.constantFrom(...statements), fc.nat(), fc.integer({ min: 1, max: 127 }), (statement, place, flip) => {
        const text = JSON.stringify(statement);
        const at = place % text.length;
        const altered = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flip) + text.slice(at + 1);
        let value: unknown;
        try {
          value = JSON.parse(altered);
        } catch {
          return;
        }
        expect(JSON.stringify(value) === text || faultOf(value) !== 'none').toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a TLS authority', () => {
  let certificate: Uint8Array;
  let possess: (message: Uint8Array) => string;
  let keys: ReturnType<typeof ecKeys>;
  const ecKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

  beforeAll(async () => {
    await import('reflect-metadata');
    const { X509CertificateGenerator, BasicConstraintsExtension } = await import('@peculiar/x509');
    const { webcrypto } = await import('node:crypto');
    keys = ecKeys();
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const privateKey = await webcrypto.subtle.importKey('pkcs8', keys.privateKey.export({ format: 'der', type: 'pkcs8' }), algorithm, true, ['sign']);
    const publicKey = await webcrypto.subtle.importKey('spki', keys.publicKey.export({ format: 'der', type: 'spki' }), algorithm, true, ['verify']);
    const made = await X509CertificateGenerator.createSelfSigned(
      {
        serialNumber: '41', name: 'CN=test', signingAlgorithm: algorithm, keys: { privateKey, publicKey } as unknown as CryptoKeyPair,
        notBefore: new Date(0), notAfter: new Date(4e12), extensions: [new BasicConstraintsExtension(true, 0, true)],
      },
      webcrypto as unknown as Crypto,
    );
    certificate = new Uint8Array(made.rawData);
    possess = (message) => toBase64(sign('sha256', message, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }));
  });

  const authority = (over: Partial<KeyStatement> = {}) => {
    const key = createHash('sha256').update(certificate).digest('hex');
    const statement = {
      format: 'pairgate-key/1', act: 'enrol', pair: PAIR, side: 'VN', purpose: 'tls', from: 10, key, certificate: toBase64(certificate), ...over,
    } as KeyStatement;
    return { ...signed(statement), proof: possess(possessionBytes(statement)) };
  };

  it('is enrolled beside the old one, and the old one ends', () => {
    const both = withAll(authority());
    expect(both.authorities('VN', 9)).toHaveLength(1);
    expect(both.authorities('VN', 10).map((each) => each.certificate !== undefined)).toEqual([false, true]);
    const old = { format: 'pairgate-key/1', pair: PAIR, side: 'VN', purpose: 'tls', key: '0'.repeat(64) } as const;
    const ended = both.add(signed({ ...old, act: 'retire', until: 20 }));
    expect(ended.ok && ended.value.authorities('VN', 21).map((each) => each.certificate !== undefined)).toEqual([true]);
    const gone = both.add(signed({ ...old, act: 'revoke' }));
    expect(gone.ok && gone.value.authorities('VN', 10).map((each) => each.certificate !== undefined)).toEqual([true]);
  });

  it('is refused without its key, under another name, or again', () => {
    expect(faultOf({ ...authority(), proof: signatureBy(101, possessionBytes(authority().statement)) })).toBe('no_possession');
    expect(faultOf(authority({ key: '2'.repeat(64) }))).toBe('no_possession');
    expect(faultOf(authority({ from: 11 }), withAll(authority()))).toBe('key_twice');
    expect(faultOf(authority(), withAll(authority()))).toBe('replayed');
  });
});
