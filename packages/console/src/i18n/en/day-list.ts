export const dayList = {
  title: (p: { gate: string; date: string }) => `${p.gate}, ${p.date}`,
  sentence: (p: { count: string }) => `**${p.count === '1' ? '1 lorry' : `${p.count} lorries`}** stood here or left on that day.`,
  explain: 'In the order of their arrival. Local time of this gate. The file opens in a spreadsheet in the right script.',
  date: 'Day',
  earlier: 'Day before',
  later: 'Day after',
  download: 'Save as CSV',
  empty: 'No lorry on that day.',
};
