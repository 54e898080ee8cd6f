import { useEffect, useState, type ReactNode } from 'react';
import { ApiProblem } from '../api.ts';
import { useMessages } from '../i18n/messages.tsx';
import { problemSentence } from '../labels.ts';
import { Button } from './Button.tsx';
import './state.css';

/** Nothing to show: what is true, when the next thing comes, one act. */
export function Empty({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) {
  return (
    <section className="state">
      <h2>{title}</h2>
      {children ? <p className="muted">{children}</p> : null}
      {act ? <div className="row wrap">{act}</div> : null}
    </section>
  );
}

const PATIENCE_MS = 300;

/** Nothing for 300 ms, then lines of the final height, so that nothing jumps when the rows arrive. */
export function Loading({ rows = 4, rowHeight = 25 }: { rows?: number; rowHeight?: number }) {
  const m = useMessages();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const widths = [60, 84, 72, 40];
  return (
    <div className="state-loading" role="status" aria-busy="true" style={{ minHeight: rows * rowHeight }}>
      {shown ? <span className="visually-hidden">{m.common.loading}</span> : null}
      {shown ? Array.from({ length: rows }, (_, row) => <i key={row} style={{ width: `${widths[row % 4]!}%`, height: rowHeight }} />) : null}
    </div>
  );
}

/** What failed, what was kept, one act, a code. */
export function Failure({ error, kept, onRetry, act }: { error: Error; kept?: string; onRetry?: () => void; act?: ReactNode }) {
  const m = useMessages();
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const code = problem?.code ?? (problem ? `E-HTTP-${problem.status}` : 'E-PAGE-000');
  return (
    <section className="state" role="alert">
      <h2>{problem?.status === 0 ? m.common.noAnswer : (problemSentence(problem) ?? m.common.failed)}</h2>
      <p className="muted">{kept ?? m.common.nothingLost}</p>
      <div className="row wrap">
        {act}
        {onRetry ? (
          <Button look={act ? 'outlined' : 'filled'} onPress={onRetry}>
            {m.common.tryAgain}
          </Button>
        ) : null}
        <span className="code faint small">{code}</span>
      </div>
    </section>
  );
}
