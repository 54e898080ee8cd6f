import type { Comparison } from '@pairgate/simulator/what-if/compare.ts';
import type { Fault } from '@pairgate/simulator/scenario/fault.ts';
import type { Basis, ReportWords, Study, WhatIf, Yards } from '@pairgate/simulator/what-if/study.ts';

/** What a scenario offers to be asked; all of it can be sent between threads. */
export interface Offer extends Pick<Study, 'title' | 'sides' | 'stages' | 'levers' | 'policies' | 'figures'> {
  /** How things are, which everything is compared with. */
  readonly today: WhatIf;
  readonly size: { readonly replications: number; readonly days: number };
}

/** To the worker. `ask` is a number that its answers carry. */
export type Request =
  /** Without a document: the reference scenario. */
  | { readonly is: 'open'; readonly ask: number; readonly document?: unknown }
  | { readonly is: 'compare'; readonly ask: number; readonly asked: WhatIf }
  | { readonly is: 'report'; readonly ask: number; readonly asked: WhatIf; readonly words: ReportWords }
  | { readonly is: 'document'; readonly ask: number; readonly asked: WhatIf; readonly words: Pick<ReportWords, 'title' | 'about'> };

/** From the worker. */
export type Answer =
  | { readonly is: 'opened'; readonly ask: number; readonly offer: Offer }
  /** Once or twice: a first answer rests on less, and is refined. */
  | {
      readonly is: 'compared';
      readonly ask: number;
      readonly comparison: Comparison;
      readonly warnings: readonly Fault[];
      readonly basis: Basis;
      readonly millis: number;
    }
  | { readonly is: 'yards'; readonly ask: number; readonly yards: Yards }
  | { readonly is: 'refused'; readonly ask: number; readonly faults: readonly Fault[] }
  | { readonly is: 'text'; readonly ask: number; readonly text: string }
  | { readonly is: 'failed'; readonly ask: number; readonly reason: string };
