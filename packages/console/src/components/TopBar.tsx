import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { send } from '../api.ts';
import { formatNumber } from '../format.ts';
import { GATES } from '../gates.ts';
import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { inSentence, roleLabel } from '../labels.ts';
import { useNow } from '../live/clock.ts';
import { useLink } from '../live/link.ts';
import { readerChanged, useMe } from '../live/query.ts';
import type { Me } from '../schemas.ts';
import { screensOf, SCREENS } from '../screens.ts';
import { Icon } from './Icon.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { Line, TwinTime } from './TwinTime.tsx';
import './top-bar.css';

/** The name of the product and of the pair: the pair's own two names, with the line between them. */
export function Brand() {
  return (
    <>
      <Link to="/" className="brand">
        <Icon name="logo" size={18} />
        Pairgate
      </Link>
      <span className="pair">
        <span lang="vi">{GATES.VN.own}</span>
        <Line />
        <span lang="zh">{GATES.CN.own}</span>
      </span>
    </>
  );
}

export function TopBar() {
  const m = useMessages();
  const me = useMe();
  const now = useNow();
  const screens = screensOf(me.permissions);
  return (
    <header className="top-bar no-print">
      <Brand />
      <nav aria-label={m.shell.screens}>
        {screens.map((screen) => (
          <Link key={screen} to={SCREENS[screen].path} activeProps={{ 'aria-current': 'page' }}>
            {m.shell.nav[screen]}
          </Link>
        ))}
      </nav>
      <span className="spacer" />
      <Receipts />
      {now ? <TwinTime at={now} /> : null}
      <LanguageSwitch />
      <ThemeButton />
      <Who />
    </header>
  );
}

function Receipts() {
  const m = useMessages();
  const language = useLanguage();
  const link = useLink();
  const { peer } = useMe();
  const cut = peer.silentSince !== null || link.state === 'offline';
  return (
    <span className="receipts" title={link.state === 'polling' ? m.shell.polling : m.shell.linkTitle}>
      <Icon name={cut ? 'cut' : 'link'} />
      <span>{peer.behind === 0 ? m.shell.receiptAll : m.shell.behind(formatNumber(peer.behind, language))}</span>
    </span>
  );
}

/** What a person is here for: the firm, which may be cut and is whole as a title, or the role. */
function Work({ account }: { account: NonNullable<Me['account']> }) {
  const language = useLanguage();
  const words = account.firmName ?? inSentence(roleLabel(account.role, language));
  return <span title={account.firmName}>{words}</span>;
}

function Who() {
  const m = useMessages();
  const navigate = useNavigate();
  const { account } = useMe();
  const leave = useMutation({
    mutationFn: () => send('DELETE', '/api/session'),
    onSuccess: async () => {
      await readerChanged();
      await navigate({ to: '/' });
    },
  });
  if (!account) return <Link to="/" className="who">{m.shell.signIn}</Link>;
  return (
    <span className="who">
      <span className="person">
        <b>{account.displayName}</b> <Work account={account} />
      </span>
      <button type="button" onClick={() => leave.mutate()}>{m.shell.signOut}</button>
    </span>
  );
}
