import type { Bytes } from './bytes.ts';
import { concat, fromBase64, same, utf8 } from './bytes.ts';
import { ed25519, sha256 } from './crypto.ts';

/** Checkpoints as signed notes: C2SP signed-note, tlog-checkpoint and tlog-cosignature (Ed25519). */

export interface SignatureLine {
  readonly name: string;
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

export interface Checkpoint {
  /** What the signatures sign: three lines, the last newline included. */
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly lines: readonly SignatureLine[];
}

// Three lines, an empty one, signature lines; names without Unicode spaces or plus; nothing else.
const BODY = /^((\P{Cc}+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n)\n/u;
const SIGNATURES = /^(?:\u2014 [^\p{White_Space}+]+ [A-Za-z0-9+/=]+\n){1,32}$/u;

/** The checkpoint of a note, or `undefined` when it is not strictly one. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const match = BODY.exec(note);
  if (match === null) return undefined;
  const [head, text = '', origin = '', sizeText = '', rootText = ''] = match;
  const signatures = note.slice(head.length);
  if (!SIGNATURES.test(signatures)) return undefined;
  const size = Number(sizeText);
  const root = fromBase64(rootText);
  if (!Number.isSafeInteger(size) || root === undefined) return undefined;
  const lines: SignatureLine[] = [];
  for (const line of signatures.trimEnd().split('\n')) {
    const [, name = '', encoded = ''] = line.split(' ');
    const bytes = fromBase64(encoded);
    if (bytes === undefined || bytes.length < 5) return undefined;
    lines.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { text, origin, size, root, lines };
}

export interface NoteKey {
  readonly name: string;
  readonly key: Bytes;
}

export type Signed = 'good' | 'bad' | 'missing' | 'unsupported';

const PLAIN = 0x01;
const COSIGNATURE_V1 = 0x04;

async function linesOf(checkpoint: Checkpoint, { name, key }: NoteKey, type: number): Promise<SignatureLine[]> {
  const id = (await sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key))).slice(0, 4);
  return checkpoint.lines.filter((line) => line.name === name && same(line.keyId, id));
}

// Lines of unknown keys are ignored; each line of a known key must verify.
async function every(
  lines: readonly SignatureLine[],
  verify: (line: SignatureLine) => Promise<Signed>,
): Promise<Signed> {
  if (lines.length === 0) return 'missing';
  for (const line of lines) {
    const signed = await verify(line);
    if (signed !== 'good') return signed;
  }
  return 'good';
}

/** Whether the key has signed the checkpoint as its author. */
export async function signedBy(checkpoint: Checkpoint, key: NoteKey): Promise<Signed> {
  return every(await linesOf(checkpoint, key, PLAIN), ({ signature }) =>
    ed25519(key.key, utf8(checkpoint.text), signature),
  );
}

/** Whether the key has cosigned the checkpoint: eight bytes of time in seconds, then the signature. */
export async function cosignedBy(checkpoint: Checkpoint, key: NoteKey): Promise<Signed> {
  return every(await linesOf(checkpoint, key, COSIGNATURE_V1), async ({ signature }) => {
    if (signature.length !== 72) return 'bad';
    const seconds = new DataView(signature.buffer).getBigUint64(0);
    return ed25519(key.key, utf8(`cosignature/v1\ntime ${seconds}\n${checkpoint.text}`), signature.slice(8));
  });
}
