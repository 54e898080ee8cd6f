import type { Cause } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages, type Messages } from '../../i18n/messages.tsx';
import { phaseLabel } from '../../labels.ts';
import type { DriverView } from './driver-view.ts';

type Key = keyof Messages['driver']['next'];

/** The one thing that the driver does next, large enough to read at arm's length. */
export function NextAct({ view }: { view: DriverView }) {
  const m = useMessages();
  const language = useLanguage();
  const { key, params } = view.next;
  const known = (Object.hasOwn(m.driver.next, key) ? key : 'wait') as Key;
  const { title, more } = m.driver.next[known];
  const words = typeof title === 'function' ? title(String(params.lane ?? params.bay ?? '')) : title;
  const at = typeof params.at === 'string' ? <TwinTime at={params.at as Instant} strong /> : null;
  const because = known === 'wait' && view.row.cause ? m.driver.because[view.row.cause as Cause] : '';
  const phase = known === 'ended' ? `${phaseLabel(view.row.phase, language)}. ` : '';
  return (
    <section className="now">
      <div className="kicker">
        <span>{m.driver.nextStep}</span>
        <LanguageSwitch />
      </div>
      <h1>{words}</h1>
      <p>
        {phase}
        <Rich text={because || more} parts={{ time: at, gate: GATES.VN.own }} />
      </p>
    </section>
  );
}
