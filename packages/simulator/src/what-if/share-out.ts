/** Makes the result of a number. */
export type Hand<Result> = (number: number) => Promise<Result>;

/**
 * Makes the results of the numbers from `from` up to and without `end`, here and by helpers; whoever is free takes the next.
 * `onNext` is told of them in their order. What a helper rejects is made here, and that helper is not asked again. Rejects when it
 * cannot be made here either; nothing more is told then.
 */
export async function shareOut<Result>(
  { from, end }: { readonly from: number; readonly end: number },
  here: Hand<Result>,
  helpers: readonly Hand<Result>[],
  onNext: (result: Result) => void,
): Promise<void> {
  const left = Array.from({ length: end - from }, (_, index) => from + index);
  const made = new Map<number, Result>();
  let next = from;
  const take = (number: number, result: Result): void => {
    made.set(number, result);
    for (let found = made.get(next); found !== undefined; found = made.get(next)) {
      made.delete(next);
      next += 1;
      onNext(found);
    }
  };
  let isOver = false;
  const help = async (hand: Hand<Result>): Promise<void> => {
    for (let number = left.shift(); number !== undefined; number = left.shift()) {
      try {
        const result = await hand(number);
        if (!isOver) take(number, result);
      } catch {
        left.push(number);
        return;
      }
    }
  };
  const helped = helpers.map(help);
  const work = async (): Promise<void> => {
    for (let number = left.shift(); number !== undefined; number = left.shift()) take(number, await here(number));
  };
  try {
    await work();
    await Promise.all(helped);
    await work();
  } finally {
    isOver = true;
    left.length = 0;
  }
}
