import { useMutation } from '@tanstack/react-query';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { send } from '../../api.ts';
import type { Persona } from '../../api-types.ts';
import '../../components/button.css';
import { Icon } from '../../components/Icon.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { SideMark, SideName } from '../../components/SideMark.tsx';
import { ThemeButton } from '../../components/ThemeButton.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { toast } from '../../components/toasts.ts';
import { formatDate } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useNow } from '../../live/clock.ts';
import { queryClient, useMe } from '../../live/query.ts';
import { homeOf } from '../../roles.ts';
import { Doors } from './Doors.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { Personas } from './Personas.tsx';
import './sign-in.css';

/** Who are you? In the demonstration one click chooses a person of this side; elsewhere a name and a password. */
export function SignInPage() {
  const m = useMessages();
  const language = useLanguage();
  const me = useMe();
  const now = useNow() ?? me.clock.now;
  const enter = useMutation({
    mutationFn: (persona: string) => send('POST', '/api/demo/sign-in', { persona }),
    onSuccess: () => queryClient.invalidateQueries(),
    onError: (error) => toast(error.message),
  });
  const wished = new URLSearchParams(location.search).get('as');
  useEffect(() => {
    if (me.demo && wished !== null) enter.mutate(wished);
  }, [me.demo, wished]);
  if (me.account) return <Navigate to={homeOf(me.account.role)} replace />;
  const gate = GATES[me.side].names[language];
  const demonstration = me.demo && me.personas !== undefined;
  const there = otherSideOf(me.side);
  const choose = (persona: Persona) => {
    if ((persona.side ?? me.side) === me.side) enter.mutate(persona.id);
    else location.assign(`${neighbour(there)}?as=${encodeURIComponent(persona.id)}`);
  };
  const of = (side: SideId) => (me.personas ?? []).filter((persona) => (persona.side ?? me.side) === side);
  const column = (side: SideId) => {
    if (!demonstration) return side === me.side ? <PasswordForm /> : <OtherSide side={side} />;
    return of(side).length > 0 ? <Personas personas={of(side)} side={side} onChoose={choose} /> : <OtherSide side={side} address={neighbour(side)} />;
  };
  return (
    <div className="sign-in">
      <header>
        <Icon name="logo" size={40} />
        <h1>{m.signIn.title}</h1>
        <p>
          {demonstration ? (
            <Rich text={m.signIn.demo} parts={{ date: formatDate(now, me.side, language, true), time: <TwinTime at={now} /> }} />
          ) : (
            <Rich text={m.signIn.working} parts={{ gate }} />
          )}
        </p>
      </header>
      <main className="sides">
        <section className="side left">
          <h2><SideName side="VN" own /> <SideMark side="VN" decorative /></h2>
          {column('VN')}
        </section>
        <Doors />
        <section className="side right">
          <h2><SideMark side="CN" decorative /> <SideName side="CN" own />{language === 'zh' ? null : <> <SideName side="CN" /></>}</h2>
          {column('CN')}
        </section>
      </main>
      <footer>
        <LanguageSwitch long />
        {demonstration ? <span>{m.signIn.invented}</span> : null}
        <ThemeButton />
      </footer>
    </div>
  );
}

/** The other node of the demonstration: one port above the Viet Nam side's, one below the China side's. */
function neighbour(side: SideId): string {
  const port = Number(location.port) + (side === 'CN' ? 1 : -1);
  return `${location.protocol}//${location.hostname}:${port}/`;
}

/** The other side's people sign in at the other side's own node. */
function OtherSide({ side, address }: { side: SideId; address?: string }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <div className="other-side">
      <p>{m.signIn.otherSide(GATES[otherSideOf(side)].names[language])}</p>
      {address ? <a className="button outlined" href={address}>{m.signIn.goThere(GATES[side].names[language])}</a> : null}
    </div>
  );
}
