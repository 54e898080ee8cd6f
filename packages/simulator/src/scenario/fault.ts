/** What is wrong with a scenario: where, as a JSON pointer, and why. */
export interface Fault {
  readonly pointer: string;
  readonly reason: string;
}

/** RFC 6901. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
