/**
 * What lorries wait at a resource that is not yet overloaded, because they come and are served by chance.
 *
 * The delay of a lorry is the time-dependent formula of traffic engineering (Akçelik, "Travel time functions for transport
 * planning purposes", 1991; the incremental delay of the Highway Capacity Manual): it follows Kingman's k·x/(c(1−x)) while
 * there is room, and stays finite near and above the capacity, because a queue has only the open hours to grow in.
 *
 *     d(x) = T/4 · ( (x−1) + √((x−1)² + 8 k x / (c T)) )      x load over capacity, c lorries a minute, T open minutes
 *
 * Its product with the flow is convex, so that a linear program may cut the capacity into slices of rising price.
 */
export function delayMinutes(load: number, perMinute: number, variability: number, openMinutes: number): number {
  const over = load - 1;
  return (openMinutes / 4) * (over + Math.sqrt(over * over + (8 * variability * load) / (perMinute * openMinutes)));
}

/** Where the capacity is cut: fine where the price rises fast. The last slice ends at the safety of the resource. */
const CUTS = [0, 0.6, 0.8, 0.88, 0.93, 0.97, 1];

export interface Slice {
  /** Server-minutes. */
  readonly width: number;
  /** Lorry-minutes of waiting that a server-minute of work in this slice makes. */
  readonly price: number;
}

export interface Room {
  /** Server-minutes in the period. */
  readonly capacity: number;
  readonly safety: number;
  /** Minutes that a visit takes, on average over the lorries. */
  readonly visitMinutes: number;
  readonly periodMinutes: number;
  readonly openMinutes: number;
  readonly variability: number;
}

/** The capacity of one period as slices of rising price, which together make `capacity · safety`. */
export function slicesOf(room: Room): Slice[] {
  const perMinute = room.capacity / (room.periodMinutes * room.visitMinutes);
  const waiting = (load: number): number =>
    load === 0 ? 0 : room.periodMinutes * load * perMinute * delayMinutes(load, perMinute, room.variability, room.openMinutes);
  const slices: Slice[] = [];
  for (let at = 1; at < CUTS.length && CUTS[at - 1]! < room.safety; at += 1) {
    const from = CUTS[at - 1]!;
    const to = Math.min(CUTS[at]!, room.safety);
    const width = (to - from) * room.capacity;
    slices.push({ width, price: (waiting(to) - waiting(from)) / width });
  }
  return slices;
}
