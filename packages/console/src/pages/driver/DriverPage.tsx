import { useState } from 'react';
import '../../components/button.css';
import { Icon } from '../../components/Icon.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { openHolds } from '../../crossing/parties.ts';
import { timeAt } from '../../format.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { tokenOf, type DriverView } from './driver-view.ts';
import { DriverHelp } from './DriverHelp.tsx';
import { DriverHolds } from './DriverHolds.tsx';
import { DriverPass } from './DriverPass.tsx';
import { NextAct } from './NextAct.tsx';
import { PlaceInOrder } from './PlaceInOrder.tsx';
import { TabIcon } from './TabIcon.tsx';
import { useDriver } from './use-driver.ts';
import './driver.css';

const TABS = ['next', 'pass', 'holds', 'help'] as const;
export type Tab = (typeof TABS)[number];

/** Where now, when, am I in the right place? One act in large; pass, place and holds work from the phone. */
export function DriverPage() {
  const token = tokenOf(location.pathname);
  const { view, online, unknown, ask } = useDriver(token);
  const m = useMessages();
  const [tab, setTab] = useState<Tab>('next');
  const now = useNow() ?? view?.now;
  if (unknown && !view) return <Nothing title={m.driver.unknown} more={m.driver.unknownMore} />;
  if (!view) {
    return online ? <main className="driver" aria-busy="true"><p className="visually-hidden" role="status">{m.driver.loading}</p></main> : (
      <Nothing title={m.driver.noAnswer} more={m.driver.noAnswerMore} onAgain={ask} />
    );
  }
  const holds = openHolds(view).length;
  const side = view.row.direction === 'VN-CN' ? 'VN' : 'CN';
  const heard = timeAt(view.now, side);
  return (
    <div className="driver">
      <header className="net">
        <span className="row"><Icon name="logo" size={18} /> {now ? <TwinTime at={online ? now : view.now} /> : null}</span>
        <span className={online ? 'heard' : 'heard off'} role="status">
          <Icon name={online ? 'link' : 'cut'} /> {online ? m.driver.fresh(heard) : m.driver.offline(heard)}
        </span>
      </header>
      <main>
        <Content tab={tab} view={view} token={token} online={online} onSent={ask} />
      </main>
      <nav aria-label={m.shell.screens}>
        {TABS.map((each) => (
          <button key={each} type="button" onClick={() => setTab(each)} {...(tab === each ? { 'aria-current': 'page' as const } : {})}>
            <TabIcon tab={each} />
            {m.driver.tabs[each]}
            {each === 'holds' && holds > 0 ? <em>{holds}</em> : null}
          </button>
        ))}
      </nav>
    </div>
  );
}

interface ContentProps {
  tab: Tab;
  view: DriverView;
  token: string;
  online: boolean;
  onSent: () => void;
}

function Content({ tab, view, token, online, onSent }: ContentProps) {
  if (tab === 'pass') return <DriverPass view={view} large />;
  if (tab === 'holds') return <DriverHolds view={view} token={token} online={online} onSent={onSent} />;
  if (tab === 'help') return <DriverHelp view={view} />;
  return (
    <>
      <NextAct view={view} />
      <PlaceInOrder view={view} />
      {openHolds(view).length > 0 ? <DriverHolds view={view} token={token} online={online} onSent={onSent} /> : null}
      <DriverPass view={view} />
    </>
  );
}

function Nothing({ title, more, onAgain }: { title: string; more: string; onAgain?: () => void }) {
  const m = useMessages();
  return (
    <div className="driver">
      <header className="net"><Icon name="logo" size={18} /> <LanguageSwitch /></header>
      <main className="nothing">
        <h1>{title}</h1>
        <p>{more}</p>
        {onAgain ? <button type="button" className="button thumb" onClick={onAgain}>{m.driver.again}</button> : null}
      </main>
    </div>
  );
}
