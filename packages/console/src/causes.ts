import type { Cause } from '@pairgate/domain/kernel/codes.ts';

/** The life of the lorry: the order of causes in every stack, legend and table. Spelled here so that no schema library reaches the browser; a test holds it to the domain's. */
export const CAUSES = [
  'papers', 'slot', 'queue', 'bay', 'laboratory', 'other', 'closed', 'driver', 'system',
] as const satisfies readonly Cause[];

interface Stroke {
  d: string;
  /** Drawn as a line of this width in a 12 by 12 box; filled when absent. */
  width?: number;
  /** Lines cut out of the filled form carry the colour of the chip instead of the colour on it. */
  cut?: boolean;
  dash?: [number, number];
}

/** The glyph of each cause in a 12 by 12 box: the same paths in SVG and on canvas. */
export const GLYPHS: Record<Cause, readonly Stroke[]> = {
  papers: [
    { d: 'M2.500 1h4.500l2.500 2.500V11h-7z' },
    { d: 'M4.200 5.500h3.600M4.200 7.500h3.600', width: 1.1, cut: true },
  ],
  slot: [
    { d: 'M1 3h10v2a1.200 1.200 0 0 0 0 2.400V9.500H1V7.400A1.200 1.200 0 0 0 1 5z' },
    { d: 'M7.200 4v5', width: 1, cut: true, dash: [1.2, 1] },
  ],
  queue: [{ d: 'M1 2h10v2H1zM1 5h7.500v2H1zM1 8h5v2H1z' }],
  bay: [{ d: 'M1 11V4l5-3 5 3v7H9V6H3v5z' }],
  laboratory: [{ d: 'M4 1h4v1.200H7.500v2.600L10.500 11h-9l3-6.200V2.200H4z' }],
  other: [
    { d: 'M5.300 1v10M6.700 1v10', width: 0.9 },
    { d: 'M1 6h2.500M8 6h3M9.300 4l2 2-2 2', width: 1.3 },
  ],
  closed: [{ d: 'M8.800 9.800A5 5 0 1 1 6.600 1a4.200 4.200 0 0 0 2.200 8.800z' }],
  driver: [
    { d: 'M3.700 3.400a2.300 2.300 0 1 0 4.600 0a2.300 2.300 0 1 0 -4.600 0' },
    { d: 'M1.500 11a4.500 4.500 0 0 1 9 0z' },
  ],
  system: [{ d: 'M7 .8 2.200 7H5.500L5 11.200 9.800 5H6.500z' }],
};
