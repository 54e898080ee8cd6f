import type { Rule } from './terms.ts';

const WIDTH = 148;
const MIDDLE = WIDTH / 2;
const DASHES: Partial<Record<Rule, string>> = { mask: '6 3', pseudonym: '2 3' };

/** A field that crosses is a wire with two ends; one that stays at home stops before the line. Thicker is more. */
export function Wire({ rule, values, label }: { rule: Rule; values: number; label: string }) {
  const width = values === 0 ? 1 : Math.min(3.5, 1.2 + Math.log10(values) * 0.6);
  return (
    <svg className={`wire ${rule}`} viewBox={`0 0 ${WIDTH} 16`} width={WIDTH} height="16" role="img" aria-label={label}>
      {rule === 'deny' ? (
        <path d={`M2 8h${MIDDLE - 14}m0-4v8M${WIDTH - 2} 8h-${MIDDLE - 14}m0-4v8`} />
      ) : (
        <>
          <path d={`M2 5h${WIDTH - 8}M6 11h${WIDTH - 8}`} strokeWidth={width} strokeDasharray={DASHES[rule]} />
          <path className="head" d={`M${WIDTH - 8} 2l7 3-7 3zM8 8l-7 3 7 3z`} />
        </>
      )}
    </svg>
  );
}
