export const slots = {
  earlier: 'Earlier',
  later: 'Later',
  first: 'First free',
  full: 'Nothing free this day',
  legend: 'Quarters of an hour with their free places',
  booked: 'booked on this side',
  free: 'free on both',
  taken: 'taken of what the other side accepts',
  closed: 'No quarter of this day is left: a gate is closed, or the day is over.',
  quarter: (p: { vn: string; cn: string; free: string; places: string }) => `${p.vn}, ${p.cn} in China: ${p.free} of ${p.places} free`,
  capacity: (p: { gate: string; perHour: string; degraded: boolean }) =>
    `${p.gate} takes ${p.perHour} an hour of this class, ${p.degraded ? 'the agreed rate: what it published held until {until}' : 'published until {until}'}.`,
  unknown: (gate: string) => `${gate} has published no capacity for this class yet.`,
  book: 'Book a slot',
  move: 'Move the slot',
  booking: (lorry: string) => `${lorry}: slot booked.`,
};
