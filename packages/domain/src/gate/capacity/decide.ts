import { may, streamOf, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { DAY, toMillis } from '../../kernel/instant.ts';
import type { Context } from '../../freight/context.ts';
import { capacityPublished, type CapacityPublished } from './schema.ts';

/** The gate that an act is about: always one's own. */
export interface GateSubject {
  readonly side: Context['side'];
}

export const publishCapacity: Act<CapacityPublished, GateSubject, Context> = {
  name: 'publishCapacity',
  on: 'gate',
  summary: 'Publish how many lorries of a class this side accepts an hour, and until when that holds.',
  schema: capacityPublished,
  who: may('either', 'manager'),
  when: () => undefined,
  decide(command, subject, context) {
    const until = toMillis(command.validUntil);
    if (until <= context.now) return refuse('deadline_in_past', { pointer: '/validUntil' });
    if (until > context.now + 7 * DAY) return refuse('capacity_too_long', { pointer: '/validUntil' });
    return accept({ stream: streamOf('gate', subject.side), type: 'CapacityPublished', data: command });
  },
};

export const capacityActs = [publishCapacity] as const;
