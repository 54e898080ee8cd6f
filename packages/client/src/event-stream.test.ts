import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStreamParser } from './event-stream.ts';

describe('an event stream', () => {
  const text =
    '\uFEFFretry: 250\n: a comment\n\nid: 7\nevent: clock\ndata: {"a":1}\n\ndata: one\r\ndata:two\rdata\r\n\r\nid\ndata: last\n\nevent: empty\n\ndata: cut';
  const expected = [
    { event: 'clock', id: '7', data: '{"a":1}' },
    { event: 'message', id: '7', data: 'one\ntwo\n' },
    { event: 'message', id: '', data: 'last' },
  ];

  it('is read as the standard says', () => {
    const parser = new EventStreamParser();
    expect(parser.push(text)).toEqual(expected);
    expect(parser.retryMs).toBe(250);
  });

  it('is the same when nothing comes between CR and LF', () => {
    const parser = new EventStreamParser();
    expect(['data: one\r', '', '\ndata: two\r\n\r\n'].flatMap((chunk) => parser.push(chunk))).toMatchObject([{ data: 'one\ntwo' }]);
  });

  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const parser = new EventStreamParser();
        const ends = [...cuts.toSorted((a, b) => a - b), text.length];
        const messages = ends.flatMap((end, index) => parser.push(text.slice(ends[index - 1] ?? 0, end)));
        expect(messages).toEqual(expected);
      }),
    );
  });

  it('remembers the id from which to go on', () => {
    const parser = new EventStreamParser('3');
    expect(parser.lastEventId).toBe('3');
    parser.push('id: 9\n\n');
    expect(parser.lastEventId).toBe('9');
  });
});
