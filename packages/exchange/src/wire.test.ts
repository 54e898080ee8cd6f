import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { FRAME, FrameReader, MAX_CHUNK, MAX_FRAME, decodeEntries, decodeNote, decodeProof, encodeEntries, encodeFrame, encodeNote, encodeProof } from './wire.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const entry = fc.record({ leaf: bytes, data: bytes });

describe('frames', () => {
  it('come out as they went in, whatever the pieces in which they arrive', () => {
    const frame = fc.record({ kind: fc.integer({ min: 0, max: 255 }), body: bytes });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(2500), { maxLength: 20 }), (frames, cuts) => {
        const stream = concatBytes(...frames.map(encodeFrame));
        const ends = [...cuts.filter((cut) => cut < stream.length).toSorted((a, b) => a - b), stream.length];
        const reader = new FrameReader();
        const read = ends.flatMap((end, at) => reader.push(stream.subarray(ends[at - 1] ?? 0, end)));
        expect(read).toEqual(frames);
      }),
    );
  });

  it('are refused before their body is read when they are too long or have no kind', () => {
    const head = (length: number) => {
      const frame = new Uint8Array(5);
      new DataView(frame.buffer).setUint32(0, length);
      return frame;
    };
    expect(() => new FrameReader().push(head(MAX_FRAME + 1))).toThrow(RangeError);
    expect(() => new FrameReader().push(head(0))).toThrow(RangeError);
    expect(() => new FrameReader(100).push(head(101))).toThrow(RangeError);
    expect(new FrameReader(100).push(head(100))).toEqual([]);
  });
});

describe('the entries of a frame', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.array(entry, { maxLength: 10 }), (first, entries) => {
        const [frame] = new FrameReader().push(encodeEntries(first, entries));
        expect(decodeEntries(frame!.body)).toEqual({ first, entries });
      }),
    );
  });

  it('are nothing when the lengths do not add up, and are never more than a chunk', () => {
    const body = encodeEntries(7, [{ leaf: Uint8Array.of(1), data: Uint8Array.of(2) }]).slice(5);
    for (let end = 0; end < body.length; end += 1) {
      // Cut right after the first index there are no entries, which is a frame of its own right.
      const expected = end === 8 ? { first: 7, entries: [] } : undefined;
      expect(decodeEntries(body.subarray(0, end))).toEqual(expected);
    }
    const none = { leaf: new Uint8Array(0), data: new Uint8Array(0) };
    const many = encodeEntries(0, Array.from({ length: MAX_CHUNK + 1 }, () => none)).slice(5);
    expect(decodeEntries(many)).toBeUndefined();
    expect(decodeEntries(new Uint8Array(8).fill(255))).toBeUndefined();
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(fc.property(bytes, (body) => void decodeEntries(body)));
  });
});

describe('a proof', () => {
  it('comes out as it went in, and is nothing when a hash is cut or there are more than any proof has', () => {
    const hashes = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
    const [frame] = new FrameReader().push(encodeProof(hashes));
    expect(decodeProof(frame!.body)).toEqual(hashes);
    expect(decodeProof(new Uint8Array(0))).toEqual([]);
    expect(decodeProof(frame!.body.subarray(1))).toBeUndefined();
    expect(decodeProof(new Uint8Array(65 * 32))).toBeUndefined();
  });
});

describe('a note', () => {
  it('comes out as it went in, and is nothing when it is not UTF-8', () => {
    const [frame] = new FrameReader().push(encodeNote(FRAME.checkpoint, 'gate\n1\n\n\u2014 x y\n'));
    expect(frame!.kind).toBe(FRAME.checkpoint);
    expect(decodeNote(frame!.body)).toBe('gate\n1\n\n\u2014 x y\n');
    expect(decodeNote(Uint8Array.of(0xff))).toBeUndefined();
  });
});
