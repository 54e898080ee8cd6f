import type { Alarm } from '@pairgate/domain/freight/crossing/joint.ts';

export const common = {
  zones: 'UTC+7 and UTC+8',
  bothSides: 'both sides',
  channels: { green: 'no check', yellow: 'papers', red: 'papers and goods' },
  /** Names of causes in pictures and legends; the sentences are the domain's. */
  causes: {
    papers: 'Papers', slot: 'Slot', queue: 'Queue', bay: 'Bay', laboratory: 'Laboratory', other: 'Other side',
    closed: 'Closing hours', driver: 'Driver', system: 'System',
  },
  /** What somebody must look at now, in two words, beside a lorry in a list. */
  alarms: {
    crossed_under_hold: 'crossed held', crossed_unannounced: 'unannounced', exited_unreleased: 'left unreleased',
    plate_mismatch: 'plate differs', seal_mismatch: 'seal differs', hold_overdue: 'hold overdue',
    crossed_after_refusal: 'crossed refused',
  } satisfies Record<Alarm, string> as Record<string, string>,
  nothingWaited: 'no waiting',
  whatHappened: 'What happened, in order',
  until: 'until',
  loading: 'Loading',
  failed: 'That did not work.',
  noAnswer: 'The node does not answer.',
  nothingLost: 'Nothing has been changed. What you typed is kept.',
  tryAgain: 'Try again',
  close: 'Close',
  /** Under a field whose text crosses by the agreement that a pair starts from. */
  sentOver: 'This text is sent to the other side.',
  notFound: 'There is no page at this address.',
  home: 'Go to the first page',
};
