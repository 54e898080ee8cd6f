import { useMutation } from '@tanstack/react-query';
import { send } from '../../api.ts';
import type { Clock, Me } from '../../schemas.ts';
import { Choice } from '../../components/Choice.tsx';
import { Icon } from '../../components/Icon.tsx';
import { toast } from '../../components/toasts.ts';
import { formatNumber } from '../../format.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { useKeys } from '../../keys.tsx';
import { setClock } from '../../live/clock.ts';
import { meQuery, queryClient, useMe } from '../../live/query.ts';
import { SPEEDS, type Speed } from './speeds.ts';

/** Behind by more than this much real time, the software is said not to keep up. */
const KEEPS_UP_MS = 1_000;

/** The virtual clock of the demonstration: pause, 1x, 60x, 600x, and how far the software is behind it. */
export function ClockControl() {
  const m = useMessages();
  const language = useLanguage();
  const { clock } = useMe();
  const change = useMutation({
    mutationFn: (wish: { speed?: number; paused?: boolean }) => send<Clock>('POST', '/api/demo/clock', wish),
    onSuccess: (answer) => {
      setClock(answer);
      queryClient.setQueryData<Me>(meQuery.queryKey, (old) => old && { ...old, clock: answer });
    },
    onError: (error) => toast(error.message),
  });
  const set = (speed: Speed) => change.mutate(speed === '0' ? { paused: true } : { speed: Number(speed), paused: false });
  useKeys({ play: () => change.mutate({ paused: !clock.paused }) });
  const current = clock.paused ? '0' : (SPEEDS.find((speed) => speed === String(clock.speed)) ?? null);
  const behind = clock.lagMs > KEEPS_UP_MS;
  return (
    <>
      <Choice
        label={m.control.speed}
        value={current}
        onChange={set}
        options={SPEEDS.map((speed) =>
          speed === '0' ? { value: speed, label: m.control.pause, children: <Icon name="pause" size={12} /> } : { value: speed, children: `${speed}×` },
        )}
      />
      <span className="lag" title={m.control.onTime}>
        {behind ? m.control.lag(formatNumber(clock.lagMs / 1000, language, 1)) : m.control.lagShort(formatNumber(Math.round(clock.lagMs), language))}
      </span>
    </>
  );
}
