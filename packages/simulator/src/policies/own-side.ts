import type { Bookings, Policy } from '../model/policy.ts';
import { Hours } from '../model/hours.ts';
import { Book, directionsOf } from './book.ts';
import { placesPerSlot } from './uniform-slots.ts';

/**
 * P2, each side alone: the side of origin gives equal places in every slot of its own hours, by what its own stages can take. It
 * knows neither the other side's hours nor its bays, so lorries are ready when the other side is closed or full.
 */
export const ownSide: Policy = {
  id: 'P2',
  name: 'Each side alone',
  begin(compiled, { days }) {
    const hours = new Hours(compiled);
    const books = directionsOf(compiled).map(({ classes, from }) => {
      const slots = (day: number): readonly number[] => hours.callSlots(day, [compiled.sides.indexOf(from)]);
      return { classes, book: new Book(compiled, { days, slots, perSlot: placesPerSlot(compiled, { classes, slots, side: from }) }) };
    });
    const bookOf = compiled.classes.map((_, index) => books.find(({ classes }) => classes.includes(index))!.book);
    return {
      book({ day, count, classOf, wish, slot }: Bookings): void {
        for (const { book } of books) book.openDay(day);
        for (let at = 0; at < count; at += 1) slot[at] = bookOf[classOf[at]!]!.take(wish[at]!);
      },
    };
  },
};
