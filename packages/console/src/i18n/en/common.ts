export const common = {
  zones: 'UTC+7 and UTC+8',
  bothSides: 'both sides',
  channels: { green: 'no check', yellow: 'papers', red: 'papers and goods' },
  /** Names of causes in pictures and legends; the sentences are the domain's. */
  causes: {
    papers: 'Papers', slot: 'Slot', queue: 'Queue', bay: 'Bay', laboratory: 'Laboratory', other: 'Other side',
    closed: 'Closing hours', driver: 'Driver', system: 'System',
  },
  nothingWaited: 'no waiting',
  whatHappened: 'What happened, in order',
  until: 'until',
  loading: 'Loading',
  failed: 'That did not work.',
  noAnswer: 'The node does not answer.',
  nothingLost: 'Nothing has been changed. What you typed is kept.',
  tryAgain: 'Try again',
  close: 'Close',
  notFound: 'There is no page at this address.',
  home: 'Go to the first page',
};
