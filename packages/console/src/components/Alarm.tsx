import type { ReactNode } from 'react';
import './alarm.css';

/** The only filled red: a named person must act now. `more` stands at the right of the bar, `children` below it. */
export function Alarm({ title, more, children }: { title: ReactNode; more?: ReactNode; children?: ReactNode }) {
  return (
    <section className="alarm" role="alert">
      <header>
        <span>{title}</span>
        {more ? <span className="more">{more}</span> : null}
      </header>
      {children ? <div className="inside">{children}</div> : null}
    </section>
  );
}
