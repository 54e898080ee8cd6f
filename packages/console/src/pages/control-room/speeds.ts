/** The speeds of the virtual clock that the control room offers; `0` pauses it. */
export const SPEEDS = ['0', '1', '60', '600'] as const;
export type Speed = (typeof SPEEDS)[number];
