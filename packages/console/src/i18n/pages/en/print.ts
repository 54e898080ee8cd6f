export const print = {
  print: 'Print',
  back: 'Back',
  printed: 'Printed {time}',
  notYet: 'No ticket yet: it is issued when the lorry arrives in the yard.',
  noPass: 'No pass: this crossing is over, or this account may not hand it out.',
};
