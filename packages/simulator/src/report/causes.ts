import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { CAUSES, type Cause } from '../run-result.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { escape, fixed, minutes } from './markup.ts';
import { causeName } from './view.ts';

/** The glyph of each cause in a box of 12 by 12: colour never stands alone. `cut` is drawn in the colour of the chip. */
const GLYPHS: Readonly<Record<Cause, string>> = {
  papers: '<path d="M2.500 1h4.500l2.500 2.500V11h-7z"/><path class="cut" stroke-width="1.1" d="M4.200 5.500h3.600M4.200 7.500h3.600"/>',
  slot: '<path d="M1 3h10v2a1.200 1.200 0 0 0 0 2.400V9.500H1V7.400A1.200 1.200 0 0 0 1 5z"/><path class="cut" stroke-dasharray="1.2 1" d="M7.200 4v5"/>',
  queue: '<path d="M1 2h10v2H1zM1 5h7.500v2H1zM1 8h5v2H1z"/>',
  bay: '<path d="M1 11V4l5-3 5 3v7H9V6H3v5z"/>',
  laboratory: '<path d="M4 1h4v1.200H7.500v2.600L10.500 11h-9l3-6.200V2.200H4z"/>',
  other: '<path class="line" stroke-width=".9" d="M5.300 1v10M6.700 1v10"/><path class="line" stroke-width="1.3" d="M1 6h2.500M8 6h3M9.300 4l2 2-2 2"/>',
  closed: '<path d="M8.800 9.800A5 5 0 1 1 6.600 1a4.200 4.200 0 0 0 2.200 8.800z"/>',
  driver: '<path d="M3.700 3.400a2.300 2.300 0 1 0 4.600 0a2.300 2.300 0 1 0 -4.600 0M1.500 11a4.500 4.500 0 0 1 9 0z"/>',
  system: '<path d="M7 .8 2.200 7H5.500L5 11.200 9.800 5H6.500z"/>',
};

export const chip = (cause: Cause): string => `<span class="chip ${cause}" aria-hidden="true"><svg viewBox="0 0 12 12">${GLYPHS[cause]}</svg></span>`;

export const causeKey = (language: Language, of: readonly Cause[] = CAUSES): string =>
  `<ul class="key">${of.map((cause) => `<li>${chip(cause)} ${escape(causeName(cause, language))}</li>`).join('')}</ul>`;

/** One bar a policy, on one scale, causes in their order; it is a table as well. */
export function causeBars(policies: readonly PolicySummary[], language: Language): string {
  const most = Math.max(1e-9, ...policies.map(({ all }) => all.figures.wait.mean).filter(Number.isFinite));
  const rows = policies.map(({ id, all }) => {
    const parts = CAUSES.filter((cause) => all.byCause[cause].mean > 0).map((cause) => {
      const share = (all.byCause[cause].mean / most) * 100;
      const label = `${causeName(cause, language)} ${minutes(all.byCause[cause].mean)}`;
      return `<i class="seg ${cause}" style="width:${share.toFixed(2)}%" title="${escape(label)}">${share > 4 ? chip(cause) : ''}</i>`;
    });
    return `<div class="cb"><b>${escape(id)}</b><span class="bar">${parts.join('')}</span><span class="num">${minutes(all.figures.wait.mean)}</span></div>`;
  });
  return `<div aria-hidden="true">${rows.join('')}</div>${causeTable(policies, language)}`;
}

function causeTable(policies: readonly PolicySummary[], language: Language): string {
  const used = CAUSES.filter((cause) => policies.some(({ all }) => all.byCause[cause].mean > 0.005));
  const head = policies.map(({ id }) => `<th scope="col">${escape(id)}</th>`).join('');
  const rows = used.map((cause) =>
    `<tr><th scope="row">${chip(cause)} ${escape(causeName(cause, language))}</th>` +
    `${policies.map(({ all }) => `<td>${fixed(all.byCause[cause].mean)}</td>`).join('')}</tr>`);
  return `<div class="scroll" tabindex="0"><table class="fit"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
