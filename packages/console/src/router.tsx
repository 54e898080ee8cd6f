import { useQuery } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, Outlet, redirect, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { KeysOverlay } from './components/KeysOverlay.tsx';
import { Shell } from './components/Shell.tsx';
import { Empty, Failure, Loading } from './components/State.tsx';
import { useMessages } from './i18n/messages.tsx';
import { takePair } from './gates.ts';
import { setClock } from './live/clock.ts';
import { meQuery, queryClient } from './live/query.ts';
import { useLiveStream } from './live/stream.ts';
import { searchOf } from './pages/plan/address.ts';

/** Who has no account has no stream either: clock and other side are asked for. */
const WITHOUT_STREAM_MS = 10_000;

/** Every page waits until the node has said who reads; nothing is shown to somebody else meanwhile. */
function Root() {
  const { data: me, error, refetch } = useQuery({ ...meQuery, refetchInterval: ({ state }) => (state.data?.account ? false : WITHOUT_STREAM_MS) });
  useEffect(() => {
    if (me) setClock(me.clock);
  }, [me]);
  if (me) takePair(me.pair);
  if (!me) {
    return <div className="page">{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading rows={8} rowHeight={47} />}</div>;
  }
  return (
    <>
      {me.account ? <Live key={me.account.id} /> : null}
      <Outlet />
      <KeysOverlay />
    </>
  );
}

function Live() {
  useLiveStream();
  return null;
}

function NotFound() {
  const m = useMessages();
  return (
    <div className="page">
      <Empty title={m.common.notFound} act={<Link to="/">{m.common.home}</Link>} />
    </div>
  );
}

function PageFailure({ error, reset }: ErrorComponentProps) {
  return (
    <div className="page">
      <Failure error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </div>
  );
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: PageFailure });

/** Pages of a signed-in person; anybody else is sent to sign in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me.account) throw redirect({ to: '/' });
  },
});

const page = <Name extends string>(load: () => Promise<Record<Name, React.ComponentType>>, name: Name) => lazyRouteComponent(load, name);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: page(() => import('./pages/sign-in/SignInPage.tsx'), 'SignInPage'),
});

const control = createRoute({
  getParentRoute: () => shell,
  path: '/control',
  component: page(() => import('./pages/control-room/ControlRoomPage.tsx'), 'ControlRoomPage'),
});

/** The setting stands in the address, so that it can be sent to somebody. */
const plan = createRoute({
  getParentRoute: () => shell,
  path: '/plan',
  validateSearch: searchOf,
  component: page(() => import('./pages/plan/PlanPage.tsx'), 'PlanPage'),
});

const agreement = createRoute({
  getParentRoute: () => shell,
  path: '/agreement',
  component: page(() => import('./pages/agreement/AgreementPage.tsx'), 'AgreementPage'),
});

const log = createRoute({
  getParentRoute: () => shell,
  path: '/log',
  component: page(() => import('./pages/log/LogPage.tsx'), 'LogPage'),
});

/** The list stays where it is while one case after the other is opened beside it. */
const work = createRoute({
  getParentRoute: () => shell,
  path: '/work',
  component: page(() => import('./pages/work/WorkPage.tsx'), 'WorkPage'),
});
const workCase = createRoute({ getParentRoute: () => work, path: '$reference' });

const find = createRoute({
  getParentRoute: () => shell,
  path: '/find',
  component: page(() => import('./pages/find/FindPage.tsx'), 'FindPage'),
});

/** `complete` is a consignment of the other side, or empty for the list of them; `amend` is one of one's own. */
interface DeclareSearch {
  complete?: string;
  amend?: string;
}

const declare = createRoute({
  getParentRoute: () => shell,
  path: '/declare',
  validateSearch: (search: Record<string, unknown>): DeclareSearch => ({
    ...(typeof search.complete === 'string' ? { complete: search.complete } : {}),
    ...(typeof search.amend === 'string' ? { amend: search.amend } : {}),
  }),
  component: page(() => import('./pages/declare/DeclarePage.tsx'), 'DeclarePage'),
});

const lorries = createRoute({
  getParentRoute: () => shell,
  path: '/lorries',
  component: page(() => import('./pages/lorries/LorriesPage.tsx'), 'LorriesPage'),
});
const lorry = createRoute({
  getParentRoute: () => shell,
  path: '/lorries/$reference',
  component: page(() => import('./pages/lorries/LorryPage.tsx'), 'LorryPage'),
});

const dayList = createRoute({
  getParentRoute: () => shell,
  path: '/day-list',
  component: page(() => import('./pages/day-list/DayListPage.tsx'), 'DayListPage'),
});

const kiosk = createRoute({
  getParentRoute: () => root,
  path: '/kiosk',
  component: page(() => import('./pages/kiosk/KioskPage.tsx'), 'KioskPage'),
});

const printTicket = createRoute({
  getParentRoute: () => root,
  path: '/print/ticket/$reference',
  component: page(() => import('./pages/print/TicketPage.tsx'), 'TicketPage'),
});
const printPass = createRoute({
  getParentRoute: () => root,
  path: '/print/pass/$reference',
  component: page(() => import('./pages/print/PassPage.tsx'), 'PassPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([control, plan, work.addChildren([workCase]), find, declare, lorries, lorry, dayList, agreement, log]),
    kiosk,
    printTicket,
    printPass,
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
