import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, cosignatureMessage, openCosignature, openCosignatures } from './cosignature.ts';
import { toHex } from './hex.ts';
import {
  COSIGNATURE_V1, ED25519, formatNote, formatVerifierKey, noteKey, parseNote, parseVerifierKey, signatureFault,
  signText,
} from './note.ts';
import type { Note, NoteKey, NoteSignature, SignatureType } from './note.ts';
import type { Outcome, Sha256, Signer, VerifyEd25519 } from './ports.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
};

function get<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(outcome.fault);
  return outcome.value;
}

function keyPair(name: string, type: SignatureType, seed: Uint8Array): { key: NoteKey; signer: Signer } {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12);
  const key = get(noteKey(sha256, name, type, publicKey));
  return { key, signer: { name, keyHash: key.keyHash, sign: (message) => sign(null, message, secret) } };
}

// The key and note of the tests of golang.org/x/mod/sumdb/note, the reference implementation of the format.
const PETER_SEED = fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')!.slice(1);
const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const NOTE = `${TEXT}\n${LINE}`;

const peter = keyPair('PeterNeumann', ED25519, PETER_SEED);

describe('a signed note', () => {
  it('is, byte for byte, that of the reference implementation', () => {
    expect(formatNote({ text: TEXT, signatures: [signText(TEXT, peter.signer)] })).toBe(NOTE);
    expect(formatVerifierKey(peter.key)).toBe(PETER_KEY);
  });

  it('verifies with the reference key, from text and from bytes', () => {
    const key = get(parseVerifierKey(sha256, PETER_KEY));
    for (const note of [NOTE, Buffer.from(NOTE)]) {
      expect(signatureFault(get(parseNote(note)), key, verifyEd25519)).toBeUndefined();
    }
  });

  it('splits at the last empty line, as the example of signed-note does', () => {
    const text = 'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n';
    const signature =
      'NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=';
    const note = `${text}\n— quasimodo.example/salvatore ${signature}\n`;
    const parsed = get(parseNote(note));
    expect(parsed.text).toBe(text);
    expect(parsed.signatures.map(({ name, keyHash }) => `${name} ${toHex(keyHash)}`)).toEqual([
      'quasimodo.example/salvatore 367ba04b',
    ]);
    expect(formatNote(parsed)).toBe(note);
  });

  it.each([
    ['only a text', TEXT, 'no_signatures'],
    ['no signature line', `${TEXT}\n`, 'no_signatures'],
    ['no newline at the end', NOTE.slice(0, -1), 'bad_signature_line'],
    ['a control character', `\u0001${NOTE}`, 'control_character'],
    ['a carriage return', NOTE.replace('\n', '\r\n'), 'control_character'],
    ['a lone surrogate', `\ud800${NOTE}`, 'not_utf8'],
    ['a space in the name', NOTE.replace('PeterNeumann', 'Bad Name'), 'bad_signature_line'],
    ['an ideographic space in the name', NOTE.replace('PeterNeumann', 'Bad\u3000Name'), 'bad_name'],
    ['a plus in the name', NOTE.replace('PeterNeumann', 'Bad+Name'), 'bad_name'],
    ['a hyphen for the dash', NOTE.replace('—', '-'), 'bad_signature_line'],
    ['a line after the signatures', `${NOTE}Unexpected line.\n`, 'bad_signature_line'],
    ['a signature without padding', NOTE.replace('=\n', '\n'), 'bad_signature'],
    ['a signature of four bytes', `${TEXT}\n— PeterNeumann x08gow==\n`, 'bad_signature'],
    ['too many signatures', `${TEXT}\n${LINE.repeat(33)}`, 'too_many_signatures'],
    ['too much text', `${'a'.repeat(70_000)}\n${NOTE}`, 'too_large'],
  ])('is not %s', (_, note, fault) => {
    expect(parseNote(note)).toEqual({ ok: false, fault });
  });

  it('is not bytes that are not UTF-8', () => {
    const bytes = Buffer.concat([Uint8Array.of(0xff), Buffer.from(NOTE)]);
    expect(parseNote(bytes)).toEqual({ ok: false, fault: 'not_utf8' });
  });

  it('takes sixteen signatures, as it must', () => {
    expect(get(parseNote(`${TEXT}\n${LINE.repeat(16)}`)).signatures.length).toBe(16);
  });

  it('ignores lines of unknown keys, and never one of a known key', () => {
    const note = get(parseNote(NOTE));
    const [line] = note.signatures;
    const stranger = { name: 'stranger', keyHash: line!.keyHash, signature: new Uint8Array(64) };
    const namesake = { name: 'PeterNeumann', keyHash: Uint8Array.of(1, 2, 3, 4), signature: new Uint8Array(64) };
    const forged = { ...line!, signature: new Uint8Array(64) };
    const fault = (signatures: Note['signatures']): string | undefined =>
      signatureFault({ text: note.text, signatures }, peter.key, verifyEd25519);
    expect(fault([stranger, line!, namesake])).toBeUndefined();
    expect(fault([stranger, namesake])).toBe('signature_missing');
    expect(fault([line!, forged])).toBe('signature_invalid');
    expect(fault([{ ...line!, signature: new Uint8Array(63) }])).toBe('signature_invalid');
  });
});

describe('a verifier key', () => {
  it.each([
    ['a broken key', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==', 'bad_key'],
    ['an unknown type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'bad_key'],
    ['a key ID of another name', PETER_KEY.replace('Peter', 'Pieter'), 'bad_key'],
    ['no name', PETER_KEY.replace('PeterNeumann', ''), 'bad_name'],
    ['a key of low order', `a+00000000+${toBase64(Uint8Array.of(1, 1, ...new Uint8Array(31)))}`, 'low_order'],
  ])('is not one with %s', (_, text, fault) => {
    expect(parseVerifierKey(sha256, text)).toEqual({ ok: false, fault });
  });

  it('reads back for both types', () => {
    for (const type of [ED25519, COSIGNATURE_V1] as const) {
      const { key } = keyPair('gate.example/vn', type, PETER_SEED);
      expect(formatVerifierKey(get(parseVerifierKey(sha256, formatVerifierKey(key))))).toBe(formatVerifierKey(key));
    }
  });
});

describe('a checkpoint', () => {
  const root = fromBase64('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=')!;
  const checkpoint = { origin: 'example.com/behind-the-sofa', size: 20_852_163, root };
  // The example of tlog-checkpoint.
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const log = keyPair('example.com/behind-the-sofa', ED25519, PETER_SEED);
  const expected = { origin: checkpoint.origin, key: log.key };

  it('has the text of the example of tlog-checkpoint', () => {
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(get(parseCheckpoint(text))).toEqual(checkpoint);
    expect(get(parseCheckpoint(formatCheckpoint({ ...checkpoint, size: 0 }))).size).toBe(0);
  });

  it.each([
    ['a leading zero', text.replace('20852163', '020852163'), 'bad_size'],
    ['a sign', text.replace('20852163', '+20852163'), 'bad_size'],
    ['hexadecimal', text.replace('20852163', '0x10'), 'bad_size'],
    ['more than 2^53 - 1 leaves', text.replace('20852163', '9007199254740992'), 'bad_size'],
    ['no size', text.replace('20852163', ''), 'bad_size'],
    ['a short root', text.replace('CsUYapGG', ''), 'bad_root'],
    ['a root with bits left over', text.replace('q2I=', 'q2J='), 'bad_root'],
    ['an extension line', `${text}extra\n`, 'extension_lines'],
    ['no newline at the end', text.slice(0, -1), 'bad_lines'],
    ['two lines', 'example.com\n1\n', 'bad_lines'],
    ['no origin', text.replace('example.com/behind-the-sofa', ''), 'bad_origin'],
  ])('is not one with %s', (_, body, fault) => {
    expect(parseCheckpoint(body)).toEqual({ ok: false, fault });
  });

  it('opens with its author key', () => {
    const opened = get(openCheckpoint(signCheckpoint(checkpoint, log.signer), expected, verifyEd25519));
    expect(opened.checkpoint).toEqual(checkpoint);
    expect(opened.note.text).toBe(text);
  });

  it('does not open when anything of it was changed', () => {
    const note = signCheckpoint(checkpoint, log.signer);
    const open = (edited: string): unknown => openCheckpoint(edited, expected, verifyEd25519);
    expect(open(note.replace('20852163', '20852164'))).toEqual({ ok: false, fault: 'signature_invalid' });
    expect(open(note.replaceAll('behind', 'before'))).toEqual({ ok: false, fault: 'signature_missing' });
    expect(openCheckpoint(note, { ...expected, origin: 'example.com/other' }, verifyEd25519)).toEqual({
      ok: false,
      fault: 'other_origin',
    });
    const odd = `${checkpoint.origin}\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`;
    const signed = formatNote({ text: odd, signatures: [signText(odd, log.signer)] });
    expect(open(signed)).toEqual({ ok: false, fault: 'bad_size' });
  });

  describe('while keys overlap', () => {
    const next = keyPair(log.key.name, ED25519, new Uint8Array(32).fill(9));
    const atSize = (size: number) => (size >= checkpoint.size ? [log.key, next.key] : [log.key]);
    const open = (note: string, key: (size: number) => readonly NoteKey[] = atSize) =>
      openCheckpoint(note, { ...expected, key }, verifyEd25519);

    it('opens with either key that counts at its size', () => {
      for (const signers of [[log.signer], [next.signer], [log.signer, next.signer]]) {
        expect(open(signCheckpoint(checkpoint, ...signers)).ok).toBe(true);
      }
    });

    it('does not open with a key that does not count yet, or with none', () => {
      const earlier = { ...checkpoint, size: checkpoint.size - 1 };
      expect(open(signCheckpoint(earlier, next.signer))).toEqual({ ok: false, fault: 'signature_missing' });
      expect(open(signCheckpoint(earlier, log.signer)).ok).toBe(true);
      expect(open(signCheckpoint(checkpoint, log.signer), () => [])).toEqual({ ok: false, fault: 'signature_missing' });
      expect(() => signCheckpoint(checkpoint)).toThrow('without a signature');
    });

    it('does not open when the line of one of them is wrong', () => {
      const note = get(parseNote(signCheckpoint(checkpoint, log.signer, next.signer)));
      const [first, second] = note.signatures as [NoteSignature, NoteSignature];
      const spoilt = formatNote({ ...note, signatures: [first, { ...second, signature: first.signature }] });
      expect(open(spoilt)).toEqual({ ok: false, fault: 'signature_invalid' });
    });
  });

  it('cannot be written from what is none', () => {
    expect(() => formatCheckpoint({ ...checkpoint, size: -1 })).toThrow('not a checkpoint');
    expect(() => formatCheckpoint({ ...checkpoint, origin: 'a\nb' })).toThrow('not a checkpoint');
    expect(() => formatCheckpoint({ ...checkpoint, root: new Uint8Array(31) })).toThrow('not a checkpoint');
  });

  describe('cosigned', () => {
    const witness = keyPair('witness.example.com/w1', COSIGNATURE_V1, new Uint8Array(32).fill(7));
    const note = get(parseNote(signCheckpoint(checkpoint, log.signer)));
    const cosigned = (line: Note['signatures'][number]): Note => ({ ...note, signatures: [...note.signatures, line] });
    const line = cosign(note.text, witness.signer, 1_679_315_147);

    it('signs the message of the example of tlog-cosignature', () => {
      expect(Buffer.from(cosignatureMessage(text, 1_679_315_147)).toString()).toBe(
        `cosignature/v1\ntime 1679315147\n${text}`,
      );
    });

    it('carries the time of the example in its signature line', () => {
      const example =
        'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==';
      expect(toHex(fromBase64(example)!.slice(4, 12))).toBe(toHex(line.signature.slice(0, 8)));
      expect(line.signature.length).toBe(72);
    });

    it('opens, and keeps the signature of the log', () => {
      const whole = get(parseNote(formatNote(cosigned(line))));
      expect(get(openCosignature(whole, witness.key, verifyEd25519)).seconds).toBe(1_679_315_147);
      expect(openCheckpoint(formatNote(whole), expected, verifyEd25519).ok).toBe(true);
    });

    it('is found by either of two keys that overlap', () => {
      const next = keyPair('witness.example.com/w1', COSIGNATURE_V1, new Uint8Array(32).fill(8));
      const later = cosign(note.text, next.signer, 1_700_000_000);
      const both = { ...note, signatures: [line, later] };
      const keys = [witness.key, next.key];
      expect(get(openCosignatures(both, keys, verifyEd25519)).seconds).toBe(1_700_000_000);
      expect(get(openCosignatures(cosigned(line), keys, verifyEd25519)).seconds).toBe(1_679_315_147);
      expect(openCosignatures(note, keys, verifyEd25519)).toEqual({ ok: false, fault: 'signature_missing' });
      expect(openCosignatures(both, [], verifyEd25519)).toEqual({ ok: false, fault: 'signature_missing' });
      const spoilt = { ...note, signatures: [line, { ...later, signature: line.signature }] };
      expect(openCosignatures(spoilt, keys, verifyEd25519)).toEqual({ ok: false, fault: 'signature_invalid' });
    });

    it('tells the newest of several times', () => {
      const two = { ...note, signatures: [cosign(note.text, witness.signer, 1_700_000_000), line] };
      expect(get(openCosignature(two, witness.key, verifyEd25519)).seconds).toBe(1_700_000_000);
    });

    it('does not open when it is missing, of another time, too short or a plain signature', () => {
      const open = (of: Note): unknown => openCosignature(of, witness.key, verifyEd25519);
      const bare = { ...line, signature: line.signature.slice(8) };
      const later = Uint8Array.from(line.signature);
      later[7]! ^= 1;
      expect(open(note)).toEqual({ ok: false, fault: 'signature_missing' });
      expect(open(cosigned({ ...line, signature: later }))).toEqual({ ok: false, fault: 'signature_invalid' });
      expect(open(cosigned(bare))).toEqual({ ok: false, fault: 'signature_invalid' });
      expect(open(cosigned({ ...line, signature: new Uint8Array(72).fill(255) }))).toEqual({
        ok: false,
        fault: 'signature_invalid',
      });
      expect(open(cosigned(signText(note.text, witness.signer)))).toEqual({ ok: false, fault: 'signature_invalid' });
    });

    it('is not mistaken for a signature of the other type', () => {
      expect(() => openCosignature(note, log.key, verifyEd25519)).toThrow('cosignature/v1');
      expect(() => signatureFault(note, witness.key, verifyEd25519)).toThrow('type Ed25519');
      expect(() => cosignatureMessage(text, 1.5)).toThrow('not a time');
    });
  });
});
