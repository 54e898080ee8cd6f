import type { ReactNode } from 'react';

const PATHS = {
  logo: [20, <path key="a" d="M1 2h7.500v16H1zM11.500 2H19v16h-7.500z" fill="currentColor" />],
  check: [12, <path key="a" d="M2 6.500 5 9.500 10.500 2.500" fill="none" stroke="currentColor" strokeWidth="1.8" />],
  cross: [12, <path key="a" d="m2.500 2.500 7 7m0-7-7 7" fill="none" stroke="currentColor" strokeWidth="1.8" />],
  pending: [12, <circle key="a" cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2 1.5" />],
  unknown: [12, <path key="a" d="M3.500 4.200a2.500 2.500 0 1 1 3.600 2.200C6.200 6.900 6 7.200 6 8M6 9.600v1.300" fill="none" stroke="currentColor" strokeWidth="1.5" />],
  link: [16, <path key="a" d="M1 8h5M10 8h5" stroke="currentColor" strokeWidth="1.6" />, <path key="b" d="M7 4v8M9 4v8" stroke="currentColor" />],
  cut: [16, <path key="a" d="M1 8h4M11 8h4" stroke="currentColor" strokeWidth="1.6" />, <path key="b" d="M6 4v8M10 4v8" stroke="currentColor" />],
  theme: [16, <circle key="a" cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.4" />, <path key="b" d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />],
  right: [16, <path key="a" d="M2 8h11M9 4l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />],
  left: [16, <path key="a" d="M14 8H3M7 4 3 8l4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />],
  pause: [12, <path key="a" d="M3.500 2v8M8.500 2v8" stroke="currentColor" strokeWidth="2" />],
  down: [12, <path key="a" d="m2.500 4.500 3.500 3.500 3.500-3.500" fill="none" stroke="currentColor" strokeWidth="1.5" />],
} as const satisfies Record<string, readonly [number, ...ReactNode[]]>;

export type IconName = keyof typeof PATHS;

/** A small picture beside a word; it never stands for the word. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const [box, ...paths] = PATHS[name];
  return (
    <svg className="icon" style={{ width: size, height: size }} viewBox={`0 0 ${box} ${box}`} aria-hidden="true">
      {paths}
    </svg>
  );
}
