import { until } from './pair.ts';
import type { RunningDay } from '@pairgate/day/start.ts';

/**
 * Simulated people on a machine that has much else to do: their clock waits for nobody, so that a day which is too fast for the
 * machine ends before their work. Whoever waits for them slows the clock down while they are behind, as a person at the control
 * port would, and lets it go on when they have caught up.
 */
const LATE_MS = 600;
const CAUGHT_UP_MS = 300;
const SLOWEST = 25;
/** Time for what was asked for to show. */
const REST_MS = 3000;

/** Waits like `until`, at the pace that the machine allows, up to the fastest. */
export async function untilAtPace(
  day: RunningDay,
  { dayToken, fastest, millis }: { readonly dayToken: string; readonly fastest: number; readonly millis: number },
  what: () => Promise<boolean>,
  tell?: () => Promise<string>,
): Promise<void> {
  const drive = (speed: number) =>
    fetch(`http://127.0.0.1:${day.controlPort}/`, {
      method: 'POST', body: JSON.stringify({ speed }), headers: { authorization: `Bearer ${dayToken}` },
    });
  let changedAt = performance.now();
  const keepPace = async () => {
    const { speed, lagMs } = day.status();
    const wanted = lagMs > LATE_MS ? Math.max(SLOWEST, speed * 0.7) : lagMs < CAUGHT_UP_MS ? Math.min(fastest, speed * 1.3) : speed;
    if (performance.now() - changedAt < REST_MS || wanted === speed || speed > fastest) return;
    changedAt = performance.now();
    await drive(wanted);
  };
  await until(async () => {
    await keepPace();
    return what();
  }, millis, tell);
}
