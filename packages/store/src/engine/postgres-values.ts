import pg from 'pg';

/** How values come back from a PostgreSQL server: the promises of `database.ts`, whatever the driver's defaults are. */

const { builtins } = pg.types;

const safeInteger = (text: string): number | bigint => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};

/** A plain `Uint8Array`, because a `Buffer` compares, prints and serialises differently. */
const bytesOf = (text: string): Uint8Array => {
  const buffer = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
};

const asText = (text: string): string => text;

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [builtins.BYTEA, bytesOf],
  [builtins.DATE, asText],
  [builtins.TIMESTAMP, asText],
  [builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
]);

export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) => parsers.get(oid) ?? pg.types.getTypeParser(oid, 'text')) as never,
};

/** Settings that every session needs: times in UTC, bytes in the format that `bytesOf` reads. */
export const SESSION_OPTIONS = '-c TimeZone=UTC -c bytea_output=hex -c client_min_messages=warning';
