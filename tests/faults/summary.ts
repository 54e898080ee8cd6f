import type { Exercised, Run } from './simulation.ts';

/** What a number of seeds has exercised, added up. */
export interface Summary {
  seeds: number;
  readonly failed: { readonly seed: number; readonly step: number; readonly message: string }[];
  facts: number;
  entries: number;
  steps: number;
  starts: number;
  commands: number;
  repeated: number;
  countersignatures: number;
  refusedEntries: number;
  readonly crashes: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly dropped: Record<string, number>;
  readonly agreement: Record<string, number>;
  readonly keys: Record<string, number>;
  readonly types: Record<string, number>;
}

export const emptySummary = (): Summary => ({
  seeds: 0, failed: [], facts: 0, entries: 0, steps: 0, starts: 0, commands: 0, repeated: 0, countersignatures: 0,
  refusedEntries: 0, crashes: {}, faults: {}, dropped: {}, agreement: {}, keys: {}, types: {},
});

export function add(summary: Summary, { seed, exercised, failure }: Run): void {
  summary.seeds += 1;
  if (failure) summary.failed.push({ seed, step: failure.step, message: failure.message });
  summary.facts += exercised.facts;
  summary.entries += exercised.entries;
  summary.steps += exercised.steps;
  summary.starts += exercised.starts;
  summary.commands += exercised.handedIn;
  summary.repeated += exercised.repeated;
  summary.countersignatures += exercised.countersignatures;
  summary.refusedEntries += exercised.refusedEntries;
  for (const name of ['crashes', 'faults', 'dropped', 'agreement', 'keys', 'types'] as const satisfies readonly (keyof Exercised)[]) {
    for (const [kind, count] of Object.entries(exercised[name])) summary[name][kind] = (summary[name][kind] ?? 0) + count;
  }
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts).toSorted(([, one], [, other]) => other - one).map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none';

export function told(summary: Summary, seconds: number): string[] {
  return [
    `${summary.seeds} seeds in ${seconds.toFixed(1)} s (${(summary.seeds / seconds).toFixed(1)} a second), ${summary.failed.length} failed`,
    `${summary.facts} facts, ${summary.entries} entries, ${summary.commands} commands handed in, ${summary.repeated} repeats`,
    `${summary.steps} steps, ${summary.starts} starts, ${summary.countersignatures} countersignatures verified`,
    `by type: ${listed(summary.types)}`,
    `crashes: ${listed(summary.crashes)}`,
    `faults: ${listed(summary.faults)}`,
    `agreement: ${listed(summary.agreement)}`,
    `keys: ${listed(summary.keys)}`,
    `dropped by the nodes: ${listed(summary.dropped)}; entries refused on links without TLS: ${summary.refusedEntries}`,
  ];
}
