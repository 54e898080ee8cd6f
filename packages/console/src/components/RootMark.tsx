import './root-mark.css';

const SIZE = 10;

/** The first fifty bits of a root as ten rows of five, mirrored: two people can compare two roots by eye. */
export function rootCells(rootBase64: string): boolean[][] {
  const bytes = Uint8Array.from(atob(rootBase64), (char) => char.charCodeAt(0));
  return Array.from({ length: SIZE }, (_, y) => {
    const half = Array.from({ length: SIZE / 2 }, (_, x) => {
      const bit = y * (SIZE / 2) + x;
      return ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1) === 1;
    });
    return [...half, ...half.toReversed()];
  });
}

export function RootMark({ root, label, px = 60 }: { root: string; label: string; px?: number }) {
  const path = rootCells(root)
    .flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <figure className="root-mark">
      <svg viewBox="0 0 10 10" width={px} height={px} shapeRendering="crispEdges" aria-hidden="true">
        <path d={path} fill="currentColor" />
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
