import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { send } from '../../api.ts';
import type { Persona } from '../../schemas.ts';
import { Icon } from '../../components/Icon.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { Failure, Loading } from '../../components/State.tsx';
import { ThemeButton } from '../../components/ThemeButton.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { toast } from '../../components/toasts.ts';
import { formatDate } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { personasQuery, readerChanged, useMe } from '../../live/query.ts';
import { homeOf } from '../../screens.ts';
import { Doors } from './Doors.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { People } from './People.tsx';
import './sign-in.css';

/** Who are you? In the demonstration one click chooses a person of either side; elsewhere a name and a password. */
export function SignInPage() {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  if (me.account) return <Navigate to={homeOf(me.account.role, me.permissions)} replace />;
  const form = (side: SideId) => (side === me.side ? <PasswordForm /> : <OtherSide side={side} />);
  return (
    <div className="sign-in">
      <header>
        <Icon name="logo" size={40} />
        <h1>{m.signIn.title}</h1>
        <p>
          {me.demo ? (
            <Rich text={m.signIn.demo} parts={{ date: formatDate(now, me.side, language, true), time: <TwinTime at={now} /> }} />
          ) : (
            <Rich text={m.signIn.working} parts={{ gate: GATES[me.side].names[language] }} />
          )}
        </p>
      </header>
      <main className="sides">
        <section className="side left">
          <h2><SideName side="VN" own /> <SideMark side="VN" decorative /></h2>
          {me.demo ? <Demonstration side="VN" /> : form('VN')}
        </section>
        <Doors />
        <section className="side right">
          <h2><SideMark side="CN" decorative /> <SideName side="CN" own />{language === 'zh' ? null : <> <SideName side="CN" /></>}</h2>
          {me.demo ? <Demonstration side="CN" /> : form('CN')}
        </section>
      </main>
      <footer>
        <LanguageSwitch long />
        {me.demo ? <span>{m.signIn.invented}</span> : null}
        <ThemeButton />
      </footer>
    </div>
  );
}

/** The invented people of one side. Those of the other side sign in at its own node: the click goes there. */
function Demonstration({ side }: { side: SideId }) {
  const me = useMe();
  const { data, error, refetch } = useQuery(personasQuery);
  const { mutate: enter } = useMutation({
    mutationFn: (persona: string) => send('POST', '/api/demo/sign-in', { persona }),
    onSuccess: readerChanged,
    onError: (refusal) => toast(refusal.message),
  });
  const wished = side === me.side ? new URLSearchParams(location.search).get('as') : null;
  useEffect(() => {
    if (wished !== null) enter(wished);
  }, [wished, enter]);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} rowHeight={64} />;
  const choose = (persona: Persona) => {
    if (side === me.side) enter(persona.id);
    else if (data.otherSideUrl) location.assign(`${data.otherSideUrl.replace(/\/$/, '')}/?as=${encodeURIComponent(persona.id)}`);
  };
  const people = data.items.filter((persona) => persona.side === side);
  return people.length === 0 ? <OtherSide side={side} address={data.otherSideUrl} /> : <People people={people} side={side} onChoose={choose} />;
}

function OtherSide({ side, address = null }: { side: SideId; address?: string | null }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <p className="other-side">
      {m.signIn.otherSide(GATES[otherSideOf(side)].names[language])}{' '}
      {address ? <a href={address}>{m.signIn.goThere(GATES[side].names[language])}</a> : null}
    </p>
  );
}
