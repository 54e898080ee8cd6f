/**
 * A column of rows as one parameter of `unnest`, in PostgreSQL's own binary form of arrays (`array_recv` in its source
 * file `arrayfuncs.c`). Against the text form nothing is escaped here and nothing is parsed there, and bytes keep their
 * length; both engines take a `Uint8Array` parameter as binary.
 */
export type ColumnType = 'bigint' | 'boolean' | 'bytea' | 'int' | 'text';

export type ColumnValue = string | number | bigint | boolean | Uint8Array | null;

/** Object identifiers of the element types (`pg_type.dat`). */
const OIDS: Readonly<Record<ColumnType, number>> = { boolean: 16, bytea: 17, bigint: 20, int: 23, text: 25 };

const HEADER = 20;

type Writer = (into: Buffer, at: number, value: never) => number;
interface Codec {
  /** Upper bound of the bytes that a value takes. */
  readonly room: (value: never) => number;
  readonly write: Writer;
}

/** A safe integer goes without the detour of a big one. */
function writeBigint(into: Buffer, at: number, value: number | bigint): number {
  if (typeof value === 'bigint' || !Number.isSafeInteger(value)) return into.writeBigInt64BE(BigInt(value), at) - at;
  into.writeInt32BE(Math.floor(value / 2 ** 32), at);
  return into.writeUInt32BE(((value % 2 ** 32) + 2 ** 32) % 2 ** 32, at + 4) - at;
}

const CODECS: Readonly<Record<ColumnType, Codec>> = {
  boolean: { room: () => 1, write: (into, at, value: boolean) => into.writeUInt8(value ? 1 : 0, at) - at },
  // Bytes, or a text that is to be stored as its UTF-8.
  bytea: {
    room: (value: Uint8Array | string) => (typeof value === 'string' ? 3 : 1) * value.length,
    write: (into, at, value: Uint8Array | string) => {
      if (typeof value === 'string') return into.write(value, at, 'utf8');
      into.set(value, at);
      return value.length;
    },
  },
  bigint: { room: () => 8, write: writeBigint },
  int: { room: () => 4, write: (into, at, value: number) => into.writeInt32BE(value, at) - at },
  // No character of UTF-16 takes more than three bytes of UTF-8.
  text: { room: (value: string) => 3 * value.length, write: (into, at, value: string) => into.write(value, at, 'utf8') },
};

/** The values as an array of `type`, in their order. Throws `RangeError` for an integer that the type does not hold. */
export function encodeColumn(type: ColumnType, values: readonly ColumnValue[]): Uint8Array {
  const { room, write } = CODECS[type];
  const size = values.reduce((sum: number, value) => sum + 4 + (value === null ? 0 : room(value as never)), HEADER);
  const into = Buffer.allocUnsafe(size);
  into.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  into.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  into.writeInt32BE(OIDS[type], 8);
  if (values.length === 0) return new Uint8Array(into.subarray(0, 12));
  into.writeInt32BE(values.length, 12);
  into.writeInt32BE(1, 16);
  let at = HEADER;
  for (const value of values) {
    const length = value === null ? -1 : write(into, at + 4, value as never);
    into.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return into.subarray(0, at);
}
