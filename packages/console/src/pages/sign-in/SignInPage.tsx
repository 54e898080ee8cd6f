import { useMutation } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { send } from '../../api.ts';
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
  if (me.account) return <Navigate to={homeOf(me.account.role)} replace />;
  const gate = GATES[me.side].names[language];
  const demonstration = me.demo && me.personas !== undefined;
  const people = demonstration ? <Personas personas={me.personas!} side={me.side} onChoose={enter.mutate} /> : <PasswordForm />;
  const other = <OtherSide side={otherSideOf(me.side)} demonstration={demonstration} />;
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
          {me.side === 'VN' ? people : other}
        </section>
        <Doors />
        <section className="side right">
          <h2><SideMark side="CN" decorative /> <SideName side="CN" own />{language === 'zh' ? null : <> <SideName side="CN" /></>}</h2>
          {me.side === 'CN' ? people : other}
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

/** The other side's people sign in at the other side's node: in the demonstration it is one port away. */
function OtherSide({ side, demonstration }: { side: 'VN' | 'CN'; demonstration: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const gate = GATES[side].names[language];
  const port = Number(location.port) + (side === 'CN' ? 1 : -1);
  const address = `${location.protocol}//${location.hostname}:${port}/`;
  return (
    <div className="other-side">
      <p>{m.signIn.otherSide(GATES[otherSideOf(side)].names[language])}</p>
      {demonstration ? <a className="button outlined" href={address}>{m.signIn.goThere(gate)}</a> : null}
    </div>
  );
}
