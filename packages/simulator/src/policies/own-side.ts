import type { Policy } from '../model/policy.ts';
import { Hours } from '../model/hours.ts';
import { Book } from './book.ts';
import { bookOf, placesPerSlot } from './uniform-slots.ts';

/**
 * P2, each side alone: the side of origin gives equal places in every slot of its own hours, by what its own stages can take. It
 * knows neither the other side's hours nor its bays, so lorries are ready when the other side is closed or full.
 */
export const ownSide: Policy = {
  id: 'P2',
  name: 'Each side alone',
  begin(compiled, { days }) {
    const hours = new Hours(compiled);
    const book = bookOf(compiled, ({ classes, from }) => {
      const slots = (day: number): readonly number[] => hours.callSlots(day, [compiled.sides.indexOf(from)]);
      return new Book(compiled, { days, slots, perSlot: placesPerSlot(compiled, { classes, slots, side: from }) });
    });
    return { book };
  },
};
