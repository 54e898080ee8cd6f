import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { canariesIn } from './canaries.ts';
import { readCheckpoint } from './own-notes.ts';
import type { Witness } from './witness.ts';

/** Reads what leaves a node, before the network gets at it, and holds it against what is on that node's disk. */
const OVERLAP = 64;

export class WireWatch {
  bytes = 0;
  /** Canaries that have left each side. */
  readonly seen: Readonly<Record<SideId, Set<string>>> = { VN: new Set(), CN: new Set() };
  readonly #witness: Witness;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  /** Something short that is sent outside a stream. */
  text(from: SideId, text: string): void {
    this.#look(from, text);
  }

  /** Watches one stream; what is given back is told each piece. */
  stream(from: SideId): (piece: Uint8Array) => void {
    let rest: Buffer = Buffer.alloc(0);
    let tail = '';
    return (piece) => {
      this.bytes += piece.length;
      const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
      this.#look(from, tail + text);
      tail = text.slice(-OVERLAP);
      rest = rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece]);
      while (rest.length >= 5 && rest.length >= 4 + rest.readUInt32BE(0)) {
        const length = rest.readUInt32BE(0);
        this.#frame(from, rest[4]!, rest.subarray(5, 4 + length));
        rest = rest.subarray(4 + length);
      }
    };
  }

  #look(from: SideId, text: string): void {
    for (const canary of canariesIn(text)) this.seen[from].add(canary);
  }

  #frame(from: SideId, kind: number, body: Buffer): void {
    if (kind === 1) return this.#entries(from, body);
    // Nothing is countersigned yet, or no key counts for it now.
    if (body.length === 0) return;
    const checkpoint = readCheckpoint(body.toString('utf8'));
    if (kind === 2) this.#witness.signs(from, checkpoint);
    else this.#witness.countersigns(from, checkpoint);
  }

  #entries(from: SideId, body: Buffer): void {
    let index = Number(body.readBigUInt64BE(0));
    const parts: Buffer[] = [];
    for (let at = 8; at < body.length; ) {
      const length = body.readUInt32BE(at);
      parts.push(body.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    for (let part = 0; part < parts.length; part += 2, index += 1) {
      this.#witness.sends(from, index, parts[part]!, parts[part + 1]!);
    }
  }
}
