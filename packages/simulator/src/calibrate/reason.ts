/** Why the data does not tell a figure: how many were seen, and how many are needed where that is what lacks. */
export interface Reason {
  readonly why:
    | 'few services' | 'few bookings' | 'few arrivals' | 'few lorries' | 'few passed' | 'few examinations'
    /** The data contradicts every family, and is too thin to be its own distribution. */
    | 'no family'
    /** The longest services have not ended. */
    | 'no tail'
    | 'no fact'
    | 'not watched';
  readonly seen: number;
  readonly needed: number;
}
