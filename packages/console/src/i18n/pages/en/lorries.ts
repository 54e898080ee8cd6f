import type { Cause } from '@pairgate/domain/kernel/codes.ts';

const lorriesOf = (n: number): string => (n === 1 ? '1 lorry' : `${n} lorries`);

export const lorries = {
  /** `more`: there are more than `count`. `whole`: of every one it is known whether it waits for the reader. */
  title: (p: { count: number; more: boolean; yours: number; whole: boolean }) => {
    if (p.count === 0) return 'No lorry is on its way.';
    const all = p.more ? `More than ${lorriesOf(p.count)}.` : `${lorriesOf(p.count)}.`;
    if (p.yours === 0) return p.whole ? `${all} **None waits for you.**` : all;
    const yours = p.yours === 1 ? 'one waits' : `${p.yours} wait`;
    return `${all} **${p.whole ? yours.replace('one', 'One') : `At least ${yours}`} for you.**`;
  },
  subtitle: 'One axis for all: each minute with its cause. The line is now.',
  declare: 'Declare a lorry',
  onlyOpen: 'On the way',
  all: 'Ended too',
  which: 'Which lorries',
  emptyMore: 'What you declare, and what others declare for you as importer, stands here until it is through.',
  columns: { lorry: 'Goods, plate, direction', track: 'Time', through: 'Through', why: 'Why not yet' },
  axis: 'Lorries on one time axis',
  noPromise: 'no promise yet',
  slot: 'slot',
  crossed: 'crossed',
  through: 'through',
  before: 'earlier',
  more: (n: string) => `Show ${n} more`,
  moving: 'moving or in service',
  waitingFor: 'Waiting for',
  why: {
    yours: 'Your turn:',
    theirs: (who: string) => `Turn of ${who}:`,
    complete: 'complete the declaration for this side.',
    completeThem: 'complete the declaration for their side.',
    element: (p: { element: string; more: number }) => `${p.element}${p.more > 0 ? ` and ${p.more} more` : ''}.`,
    fill: 'Fill it in',
    amend: 'Amend',
    book: 'Book a slot',
    hold: (p: { reason: string; who: string }) => `**${p.reason}.** Held by ${p.who} until {until}.`,
    noSlot: 'no slot is booked.',
    booked: 'Booked {slot}. Nothing to do.',
    nothing: 'Nothing holds it.',
    done: 'Through at {at}.',
    ended: (phase: string) => `${phase}.`,
    result: 'Sample taken; the result is due {due}.',
    cause: {
      papers: 'Papers are being checked.', slot: 'It is early for its slot, {slot}.', queue: 'It stands in the order; the lanes of this side are busy.',
      bay: 'It waits for a bay.', laboratory: 'A sample is at the laboratory.', other: 'The other side cannot take more now.',
      closed: 'A gate is closed.', driver: 'It was called, and the driver has not moved.', system: 'A system has failed; the gate owes you.',
    } as Record<Cause, string>,
  },
  one: {
    back: 'My lorries',
    title: (p: { lorry: string; phase: string }) => `${p.lorry}: ${p.phase}`,
    acts: 'What you can do',
    nothing: 'Nothing can be changed now.',
    releaseSlot: 'Give the slot back',
    withdraw: 'Withdraw',
    withdrawTitle: (reference: string) => `Withdraw ${reference}`,
    withdrawMore: 'The declaration ends for both sides. The history stays.',
    amend: 'Amend the declaration',
    reason: 'Reason',
    copyLink: 'Copy the driver’s link',
    copied: 'Link copied. Whoever has it sees this one lorry, without an account.',
    copyFailed: 'This browser does not let the page copy. The link:',
    withdrawn: (reference: string) => `${reference} withdrawn.`,
    slotGiven: 'Slot given back.',
    object: 'Object',
    objectLabel: 'What is wrong about the hold',
    objected: 'Objection sent.',
    load: (reference: string) => `Consignment ${reference}`,
    completed: 'completed by the other side {at}',
    notCompleted: 'not completed by the other side yet',
    validUntil: 'valid until {at}',
    complete: 'Complete it',
    sides: 'Both sides',
    replace: 'Replace plate, container or seal',
    kind: 'What',
    kinds: { tractor: 'Lorry or tractor', trailer: 'Trailer', container: 'Container', seal: 'Seal' },
    to: 'New number',
    replaced: 'Recorded. Both gates expect the new one.',
  },
};
