import qrcode from 'qrcode-generator';
import { useMemo } from 'react';
import './pass.css';

/** The modules of a QR symbol at error correction M, in rows. Text of at most 300 bytes fits version 14. */
function modules(payload: string): { size: number; path: string } {
  const code = qrcode(0, 'M');
  code.addData(payload, 'Byte');
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  return { size, path };
}

const QUIET_MODULES = 4;

/** A pass as a QR symbol: always black on white, also in the dark, with the quiet zone of four modules (ISO/IEC 18004). */
export function Pass({ payload, label, px = 184 }: { payload: string; label: string; px?: number }) {
  const { size, path } = useMemo(() => modules(payload), [payload]);
  const box = size + 2 * QUIET_MODULES;
  return (
    <svg className="pass" role="img" aria-label={label} width={px} height={px} shapeRendering="crispEdges" viewBox={`${-QUIET_MODULES} ${-QUIET_MODULES} ${box} ${box}`}>
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={box} height={box} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
