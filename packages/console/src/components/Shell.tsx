import { Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useMessages } from '../i18n/messages.tsx';
import { useKeys } from '../keys.tsx';
import { useMe } from '../live/query.ts';
import { screensOf, SCREENS, type Screen } from '../screens.ts';
import { OfflineLine } from './OfflineLine.tsx';
import { Loading } from './State.tsx';
import { TopBar } from './TopBar.tsx';

/** The frame of every page for a signed-in person: the bar, the line that says who is silent, the page. */
export function Shell() {
  const m = useMessages();
  const navigate = useNavigate();
  const me = useMe();
  const screens = screensOf(me.permissions);
  const go = (screen: Screen) => () => {
    if (screens.includes(screen)) void navigate({ to: SCREENS[screen].path });
  };
  useKeys({ control: go('control'), plan: go('plan'), work: go('work'), lorries: go('lorries'), agreement: go('agreement'), log: go('log'), declare: go('declare') });
  return (
    <div className="shell fixed">
      <a className="skip" href="#content">{m.shell.skip}</a>
      <TopBar />
      <OfflineLine />
      <main id="content" tabIndex={-1}>
        <Suspense fallback={<Loading rows={12} rowHeight={47} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
