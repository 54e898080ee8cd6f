export const find = {
  title: 'Find a lorry',
  label: 'Reference, plate, container or goods',
  explain: 'Every crossing that this node knows, the newest first.',
  none: 'Nothing fits.',
  noneMore: 'Part of a reference, a plate, a container number or a word of the goods is enough.',
  more: 'More',
  open: 'open only',
  all: 'ended too',
  which: 'Which crossings',
  columns: { lorry: 'Lorry', goods: 'Goods', state: 'State', slot: 'Slot', planned: 'Declared' },
};
