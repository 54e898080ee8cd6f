import { z } from 'zod';
import type { Journal } from '@pairgate/store/journal.ts';

/** Entries of one's own log that came back from the other side's mirror: from an index up to, not including, another. */
const recoveredTail = z.strictObject({
  from: z.int(),
  to: z.int(),
  /** Entries whose data was not what they commit to. */
  withoutData: z.int(),
  /** Real time in milliseconds. */
  at: z.number(),
});
export type RecoveredTail = Omit<z.infer<typeof recoveredTail>, 'at'>;

/** The setting that keeps them. */
export const RECOVERED = 'recovered';

/** What came back so far, for the operator; the newest last. */
export const rememberedTails = (text: string | undefined): z.infer<typeof recoveredTail>[] =>
  text === undefined ? [] : z.array(recoveredTail).parse(JSON.parse(text));

/** Writes down which entries of one's own log came back from the other side. */
export async function rememberTail(journal: Journal, tail: RecoveredTail, now: number): Promise<void> {
  const before = rememberedTails(await journal.setting(RECOVERED));
  await journal.putSetting(RECOVERED, JSON.stringify([...before, { ...tail, at: now }]));
}
