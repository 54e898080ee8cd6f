import { describe, expect, it } from 'vitest';
import { readDocument, readSignature } from './files.ts';

const signed = { version: 2, digest: 'd', side: 'VN', signature: 's' };
const document = { format: 'pairgate-agreement/1', version: 2 };

describe('a signature from a file', () => {
  it('is taken for its document and its side', () => expect(readSignature(JSON.stringify(signed), 'VN', 'd')).toEqual(signed));
  it.each([
    ['that is not JSON', '{', 'notJson'],
    ['that is something else', '{"digest":"d"}', 'notSignature'],
    ['that is a list', '[]', 'notSignature'],
    ['of another document', JSON.stringify({ ...signed, digest: 'e' }), 'otherDocument'],
    ['of the other side', JSON.stringify({ ...signed, side: 'CN' }), 'otherSide'],
  ])('%s is refused', (_what, text, fault) => expect(readSignature(text, 'VN', 'd')).toBe(fault));
});

describe('a document from a file', () => {
  it.each([['alone', document], ['with signatures', { document, signatures: {} }]])('is taken %s', (_what, value) =>
    expect(readDocument(JSON.stringify(value))).toEqual(document));
  it.each([['notJson', ''], ['notDocument', '{"format":"other","version":1}'], ['notDocument', 'null']])('is %s', (fault, text) =>
    expect(readDocument(text)).toBe(fault));
});
