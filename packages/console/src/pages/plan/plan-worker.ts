import { openStudy, SIZE, TODAY, type Compared, type Study } from '@pairgate/simulator/what-if/study.ts';
import reference from '../../../../../samples/scenarios/huu-nghi-youyi-guan.json';
import { breath } from './breath.ts';
import type { Answer, Request } from './messages.ts';
import { TrialHelpers } from './trial-helpers.ts';

/** The simulator on its own thread, so that the page never stands still. What was asked last counts; one thing is done after the other. */
let study: Study | undefined;
let latest = 0;
let working: Promise<void> = Promise.resolve();

const crew = new TrialHelpers(navigator.hardwareConcurrency, () => new Worker(new URL('./trial-worker.ts', import.meta.url), { type: 'module' }));

const say = (answer: Answer): void => self.postMessage(answer);

const KNOWN = (id: string): unknown => (id === reference.id ? reference : undefined);

async function answer(request: Request): Promise<void> {
  const { ask } = request;
  if (request.is === 'open') {
    const opened = openStudy(request.document === undefined ? reference : request.document, KNOWN, crew.helpers);
    if (!opened.ok) return say({ is: 'refused', ask, faults: opened.faults });
    study = opened.study;
    const { title, sides, stages, levers, policies, figures } = study;
    return say({ is: 'opened', ask, offer: { title, sides, stages, levers, policies, figures, today: TODAY, size: SIZE } });
  }
  if (study === undefined) throw new Error('nothing is open');
  switch (request.is) {
    case 'compare':
      return compare(study, request);
    case 'report':
      return say({ is: 'text', ask, text: await study.report(request.asked, request.words) });
    case 'document':
      return say({ is: 'text', ask, text: `${JSON.stringify(study.document(request.asked, request.words), null, 2)}\n` });
  }
}

async function compare(of: Study, { ask, asked }: Request & { is: 'compare' }): Promise<void> {
  const isStale = async (): Promise<boolean> => {
    await breath();
    return latest !== ask;
  };
  // What was superseded before it was begun is not begun.
  if (await isStale()) return;
  const begun = performance.now();
  const tell = ({ comparison, warnings, basis }: Compared & { is: 'compared' }): void =>
    say({ is: 'compared', ask, comparison, warnings, basis, millis: performance.now() - begun });
  const compared = await of.compare(asked, { isStale, onFirst: tell });
  if (compared.is === 'refused') return say({ is: 'refused', ask, faults: compared.faults });
  if (compared.is === 'stale') return;
  tell(compared);
  if (await isStale()) return;
  say({ is: 'yards', ask, yards: await of.yards(asked) });
  await of.warm(isStale);
}

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.is === 'compare' || data.is === 'open') {
    latest = data.ask;
    crew.giveUp();
  }
  working = working.then(() => answer(data)).catch((error: unknown) =>
    say({ is: 'failed', ask: data.ask, reason: error instanceof Error ? error.message : String(error) }));
});
