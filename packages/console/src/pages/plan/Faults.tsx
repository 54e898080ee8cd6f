import type { Fault } from '@pairgate/simulator/scenario/fault.ts';
import { faultWords, type Speech } from './words.ts';

/** Where and why; with a title it is why nothing could be simulated, without one what will go wrong. */
export function Faults({ faults, speech, title, kept = false }: { faults: readonly Fault[]; speech: Speech; title?: string; kept?: boolean }) {
  return (
    <section className="state faults" {...(title ? { role: 'alert' } : {})}>
      {title ? <h2>{title}</h2> : null}
      <ul>
        {faults.slice(0, 5).map((fault) => {
          const { where, why, translated } = faultWords(fault, speech);
          return (
            <li key={fault.pointer + fault.reason}>
              <b className={where.startsWith('/') ? 'code' : undefined}>{where}</b> <span {...(translated ? {} : { lang: 'en' })}>{why}</span>
            </li>
          );
        })}
      </ul>
      {kept ? <p className="muted small">{speech.m.plan.faults.kept}</p> : null}
    </section>
  );
}
