import { may, type Act } from '../../kernel/act.ts';
import { accept, type Refusal } from '../../kernel/decider.ts';
import { checkContainer, normaliseContainer } from '../../kernel/checks/container.ts';
import { normalisePlate, parsePlate } from '../../kernel/checks/plate.ts';
import { checkSeal, normaliseSeal } from '../../kernel/checks/seal.ts';
import { fact, notEnded, ownLoad } from '../crossing/guards.ts';
import type { CrossingView } from '../crossing/view.ts';
import { partyIn, type Context } from '../context.ts';
import { attachmentReplaced, type AttachmentReplaced } from './schema.ts';

/** Each kind of attachment has its own check. */
function faultOf(command: AttachmentReplaced): Refusal | undefined {
  if (command.kind === 'driver') return command.driver ? undefined : { code: 'driver_missing', pointer: '/driver' };
  if (command.to === undefined) return { code: 'attachment_missing', pointer: '/to' };
  if (command.kind === 'container') {
    const fault = checkContainer(command.to);
    return fault && { ...fault, pointer: '/to' };
  }
  if (command.kind === 'seal') {
    const fault = checkSeal(command.to);
    return fault && { ...fault, pointer: '/to' };
  }
  const plate = parsePlate(command.to);
  if (!plate) return { code: 'plate_malformed', pointer: '/to', params: { plate: command.to } };
  if (plate.kind === command.kind) return undefined;
  return { code: command.kind === 'trailer' ? 'plate_not_trailer' : 'plate_of_trailer', pointer: '/to', params: { plate: command.to } };
}

const WRITTEN = { tractor: normalisePlate, trailer: normalisePlate, container: normaliseContainer, seal: normaliseSeal };

/**
 * The fields of the kind and no others, in their written form: `to` crosses the border, so that nothing about a person may
 * stand in it.
 */
function replacementOf({ kind, to, driver, reason }: AttachmentReplaced): object {
  return kind === 'driver' ? { kind, driver, reason } : { kind, to: WRITTEN[kind](to!), reason };
}

export const replaceAttachment: Act<AttachmentReplaced, CrossingView, Context> = {
  name: 'replaceAttachment',
  on: 'crossing',
  summary: 'Replace tractor, trailer, container, seal or driver: shuttle driver, drop and hook, transloading, new seal.',
  schema: attachmentReplaced,
  who: may('either', 'trader', 'yard', 'customs'),
  when(view, context) {
    const ended = notEnded(view);
    if (ended) return ended;
    const gone = partyIn(view, context) === 'origin' && view.origin.passage.exitedAt !== null;
    if (gone) return { code: 'already_exited' };
    return context.actor.role === 'trader' ? ownLoad(view, context) : undefined;
  },
  decide(command, view) {
    const fault = faultOf(command);
    if (fault) return { ok: false, refusals: [fault] };
    return accept(fact(view, 'AttachmentReplaced', replacementOf(command)));
  },
};

export const attachmentActs = [replaceAttachment] as const;
