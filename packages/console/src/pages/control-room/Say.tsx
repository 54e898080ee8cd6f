import { toMillis, type Instant } from '@pairgate/domain/kernel/instant.ts';
import type { ControlRoom } from '../../schemas.ts';
import { CauseChip } from '../../components/CauseChip.tsx';
import { TwinTime } from '../../components/TwinTime.tsx';
import { destinationOf, originOf } from '../../directions.ts';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import { Rich } from '../../i18n/Rich.tsx';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import type { Sentence } from './sentence.ts';
import { flowOf, type WaitingRow } from './tally.ts';

/** The sentence of now, in the reader's language. */
export function SayNow({ sentence }: { sentence: Sentence }) {
  const m = useMessages();
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const words = m.control.sentence;
  switch (sentence.kind) {
    case 'nobody':
      return <Rich text={words.nobody} />;
    case 'beforeOpening':
      return <Rich text={words.beforeOpening({ count: n(sentence.count) })} parts={{ opening: <TwinTime at={sentence.opening} /> }} />;
    case 'afterClosing':
      return <Rich text={words.afterClosing({ count: n(sentence.count) })} />;
    case 'bays': {
      const text = words.bays({
        gate: GATES[destinationOf(sentence.direction)].names[language],
        hereGate: GATES[originOf(sentence.direction)].names[language],
        flow: flowOf(sentence.direction),
        there: n(sentence.there),
        here: n(sentence.here),
      });
      return <><Rich text={text} parts={{ chip: <CauseChip cause="bay" large /> }} /> <Longest row={sentence.longest} /></>;
    }
    case 'cause': {
      const text = words.cause({
        count: n(sentence.count), cause: m.control.causeInSentence[sentence.cause], gate: GATES[sentence.side].names[language],
      });
      return <><Rich text={text} parts={{ chip: <CauseChip cause={sentence.cause} large /> }} /> <Longest row={sentence.longest} /></>;
    }
  }
}

function Longest({ row }: { row: WaitingRow }) {
  const m = useMessages();
  const lorry = <span className="nowrap">{row.tractorID ?? row.reference}</span>;
  return <Rich text={m.control.sentence.longest} parts={{ lorry, since: <TwinTime at={row.since} /> }} />;
}

/** The sentence of a past quarter of an hour. */
export function SayThen({ room, quarter }: { room: ControlRoom; quarter: Instant }) {
  const m = useMessages();
  const language = useLanguage();
  const found = room.ribbon.find((each) => toMillis(each.from) === toMillis(quarter));
  const waiting = found ? Object.values(found.waiting).reduce((sum, count) => sum + count, 0) : 0;
  const crossed = m.control.sentence.pastCrossed({
    out: formatNumber(found?.crossed['VN-CN'] ?? 0, language), back: formatNumber(found?.crossed['CN-VN'] ?? 0, language),
  });
  return (
    <Rich text={m.control.sentence.past({ count: formatNumber(waiting, language) })} parts={{ time: <TwinTime at={quarter} />, crossed }} />
  );
}
