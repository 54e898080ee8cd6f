import type { Tab } from './DriverPage.tsx';

const PATHS: Record<Tab, string> = {
  next: 'M3 10h12M10 5l5 5-5 5',
  pass: 'M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2h-2zM15 15h2v2h-2z',
  holds: 'M6.500 3v14M13.500 3v14',
  help: 'M7 7.500a3 3 0 1 1 4.500 2.600c-1.200.8-1.500 1.400-1.500 2.400M10 15v2',
};

/** A small picture over the word of a tab. */
export function TabIcon({ tab }: { tab: Tab }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[tab]} fill="none" stroke="currentColor" strokeWidth={tab === 'holds' ? 3 : 2} />
    </svg>
  );
}
